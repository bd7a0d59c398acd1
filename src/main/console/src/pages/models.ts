import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../api';
import { reason } from '../jobs';
import { forgetModels, may, models } from '../session';
import { integer, languageName, moment, money, t } from '../texts';
import { icon, trouble, View } from '../view';
import './model-form';
import type { ModelForm } from './model-form';

/** The catalogue of models, with what they cost now. People who may change it do so here. */
class Models extends View {
  static override properties = { catalogue: { state: true }, failure: { state: true }, loaded: { state: true } };
  declare catalogue: Model[];
  declare failure: string;
  declare loaded: boolean;

  constructor() {
    super();
    this.catalogue = [];
    this.failure = '';
    this.loaded = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
    this.listen(this, 'saved', () => void this.load());
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      // health, prices and the work of other administrators change while the page is open
      forgetModels();
      this.catalogue = await models();
      this.failure = '';
      this.loaded = true;
    } catch (failure) {
      this.failure = reason(failure);
    }
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('nav.models')}</h1>
          <p>${t('models.subtitle')}</p>
        </div>
      </div>
      ${trouble(this.failure, () => void this.load())}
      ${this.catalogue.length > 0 || this.failure
        ? html`<div class="tiles models">${this.catalogue.map((model) => this.model(model))}</div>`
        : html`<div class="card empty">${icon('box')}<b>${t(this.loaded ? 'models.empty' : 'loading')}</b></div>`}
      ${may.changeModels() ? html`<es-model-form .catalogue=${this.catalogue}></es-model-form>` : nothing}
    </div>`;
  }

  private name(id: string): string {
    return this.catalogue.find((model) => model.id === id)?.name ?? id;
  }

  private state(model: Model): TemplateResult | typeof nothing {
    if (!model.enabled) {
      return html`<span class="tag">${t('models.disabled')}</span>`;
    }
    return model.health.state === 'UP'
      ? html`<span class="tag good">${t('models.ready')}</span>`
      : html`<span class="tag bad">${t('models.not-ready')}</span>`;
  }

  private model(model: Model): TemplateResult {
    const { price, limits } = model;
    const costs: [string, number][] = [
      [t('models.per-minute'), price.perMinute],
      [t('models.per-prompt'), price.perMillionPromptTokens],
      [t('models.per-completion'), price.perMillionCompletionTokens],
    ];
    const rows: [string, string | undefined][] = [
      [t('models.languages'), model.languages.map(languageName).join(', ')],
      [t('models.provider'), model.provider],
      [t('models.remote'), model.remote && `${model.remote.model} (${model.remote.upstream})`],
      [t('models.licence'), model.licence],
      ...costs
        .filter(([, amount]) => amount > 0 && price.currency)
        .map(([name, amount]): [string, string] => [name, money(amount, price.currency!)]),
      [t('history.cost'), costs.some(([, amount]) => amount > 0) ? undefined : t('models.free')],
      [t('models.since'), price.validFrom && moment(price.validFrom)],
      [t('models.most-seconds'), limits.maxAudioSeconds === undefined ? undefined : integer(limits.maxAudioSeconds)],
      [t('models.most-tokens'), limits.maxTokensPerMinute === undefined ? undefined : integer(limits.maxTokensPerMinute)],
      [t('models.fallback'), model.fallback.map((id) => this.name(id)).join(', ')],
    ];
    return html`<article class="card pad stack" aria-labelledby="model-${model.id}">
      <div class="head">
        <h2 id="model-${model.id}">${model.name}</h2>
        <div class="tags">
          ${model.isDefault ? html`<span class="tag busy">${t('models.default')}</span>` : nothing} ${this.state(model)}
        </div>
      </div>
      ${model.health.reason ? html`<p class="soft small">${model.health.reason}</p>` : nothing}
      <dl class="rows">
        ${rows.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
        <div><dt>${t('about.id')}</dt><dd class="mono">${model.id}</dd></div>
      </dl>
      ${may.changeModels()
        ? html`<div class="actions end">
            <button
              class="btn compact"
              aria-label=${t('models.change-one', model.name)}
              @click=${() => this.querySelector<ModelForm>('es-model-form')!.open(model)}
            >
              ${icon('pencil')}${t('models.change')}
            </button>
          </div>`
        : nothing}
    </article>`;
  }
}

customElements.define('es-models', Models);
