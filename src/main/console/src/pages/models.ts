import { html, nothing, type TemplateResult } from 'lit';
import { get, type Model } from '../api';
import { reason } from '../jobs';
import { may, models } from '../session';
import { languageName, money, t } from '../texts';
import { trouble, View } from '../view';

interface Price {
  modelId: string;
  validFrom: string;
  perMinute: number;
  perMillionPromptTokens: number;
  perMillionCompletionTokens: number;
  currency: string;
}

/** The catalogue of models, with what they cost now. */
class Models extends View {
  static override properties = { catalogue: { state: true }, prices: { state: true }, failure: { state: true } };
  declare catalogue: Model[];
  declare prices: Price[];
  declare failure: string;

  constructor() {
    super();
    this.catalogue = [];
    this.prices = [];
    this.failure = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const [catalogue, prices] = await Promise.all([
        models(),
        may.readBalance() ? get<Price[]>('api/v2/Billing/prices') : Promise.resolve([]),
      ]);
      this.catalogue = catalogue;
      this.prices = prices;
      this.failure = '';
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
      <div class="tiles models">${this.catalogue.map((model) => this.model(model))}</div>
    </div>`;
  }

  private model(model: Model): TemplateResult {
    // the newest price of a model stands first
    const price = this.prices.find((one) => one.modelId === model.id && Date.parse(one.validFrom) <= Date.now());
    const costs: [string, number][] = price
      ? [
          [t('models.per-minute'), price.perMinute],
          [t('models.per-prompt'), price.perMillionPromptTokens],
          [t('models.per-completion'), price.perMillionCompletionTokens],
        ]
      : [];
    const charged = costs.filter(([, amount]) => amount > 0);
    return html`<article class="card pad stack">
      <div class="head">
        <h2>${model.name}</h2>
        ${model.isDefault ? html`<span class="tag busy">${t('models.default')}</span>` : nothing}
      </div>
      <dl class="rows">
        <div><dt>${t('models.languages')}</dt><dd>${model.languages.map(languageName).join(', ')}</dd></div>
        <div><dt>${t('models.provider')}</dt><dd>${model.provider}</dd></div>
        <div><dt>${t('models.licence')}</dt><dd>${model.licence}</dd></div>
        ${charged.length > 0
          ? charged.map(([name, amount]) => html`<div><dt>${name}</dt><dd class="num">${money(amount, price!.currency)}</dd></div>`)
          : may.readBalance()
            ? html`<div><dt>${t('history.cost')}</dt><dd>${t('models.free')}</dd></div>`
            : nothing}
        <div><dt>${t('about.id')}</dt><dd class="mono">${model.id}</dd></div>
      </dl>
    </article>`;
  }
}

customElements.define('es-models', Models);
