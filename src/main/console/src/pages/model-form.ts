import { html, nothing, type TemplateResult } from 'lit';
import { ask, get, Refused, type Model } from '../api';
import { reason } from '../jobs';
import { decimal, digits, moment, t } from '../texts';
import { icon, say, View } from '../view';

/** What the form shows, as it is typed. */
interface Typed {
  name: string;
  enabled: boolean;
  isDefault: boolean;
  fallback: string[];
  seconds: string;
  tokens: string;
  perMinute: string;
  perPrompt: string;
  perCompletion: string;
}

const MOST_FALLBACKS = 5;
const PRICES = ['perMinute', 'perPrompt', 'perCompletion'] as const;
/** Where the service names a wrong field, and the field of the form. */
const FIELDS: Record<string, string> = {
  'limits.maxAudioSeconds': 'seconds',
  'limits.maxTokensPerMinute': 'tokens',
  'price.perMinute': 'perMinute',
  'price.perMillionPromptTokens': 'perPrompt',
  'price.perMillionCompletionTokens': 'perCompletion',
};

function typed(model: Model): Typed {
  return {
    name: model.name,
    enabled: model.enabled,
    isDefault: model.isDefault,
    fallback: [...model.fallback],
    seconds: model.limits.maxAudioSeconds?.toString() ?? '',
    tokens: model.limits.maxTokensPerMinute?.toString() ?? '',
    perMinute: digits(model.price.perMinute),
    perPrompt: digits(model.price.perMillionPromptTokens),
    perCompletion: digits(model.price.perMillionCompletionTokens),
  };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * The dialog that changes a model. Where another person has changed the model meanwhile, it says what is new, takes that
 * over into the fields that were not touched, and leaves the touched ones as they are typed.
 */
export class ModelForm extends View {
  static override properties = {
    catalogue: { attribute: false },
    base: { state: true },
    now: { state: true },
    wrong: { state: true },
    news: { state: true },
    busy: { state: true },
  };
  declare catalogue: Model[];
  /** The state that the change is based on. */
  declare base: Model | undefined;
  declare now: Typed;
  declare wrong: Record<string, string>;
  /** What another person has changed meanwhile, in words. */
  declare news: string[];
  declare busy: boolean;

  constructor() {
    super();
    this.catalogue = [];
    this.base = undefined;
    this.wrong = {};
    this.news = [];
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
  }

  async open(model: Model): Promise<void> {
    this.base = model;
    this.now = typed(model);
    this.wrong = {};
    this.news = [];
    await this.updateComplete;
    this.dialog.showModal();
  }

  private get dialog(): HTMLDialogElement {
    return this.querySelector<HTMLDialogElement>('dialog')!;
  }

  private set<F extends keyof Typed>(field: F, value: Typed[F]): void {
    this.now = { ...this.now, [field]: value };
  }

  /** The body of the request, or undefined where a number is none. */
  private body(): object | undefined {
    const { base, now } = this;
    const wrong: Record<string, string> = {};
    const amount = (field: (typeof PRICES)[number]): string => {
      const text = decimal(now[field] || '0');
      if (text === undefined) {
        wrong[field] = t('models.wrong-amount');
      }
      return text ?? '0';
    };
    const whole = (field: 'seconds' | 'tokens'): number | undefined => {
      const text = now[field].trim();
      if (text && !/^\d+$/.test(text)) {
        wrong[field] = t('models.wrong-whole');
      }
      return text ? Number(text) : undefined;
    };
    const price = { perMinute: amount('perMinute'), perMillionPromptTokens: amount('perPrompt'), perMillionCompletionTokens: amount('perCompletion') };
    const was = typed(base!);
    const body = {
      name: now.name,
      provider: base!.provider,
      languages: base!.languages,
      licence: base!.licence,
      remote: base!.remote,
      enabled: now.enabled,
      isDefault: now.isDefault,
      fallback: now.fallback,
      limits: { maxAudioSeconds: whole('seconds'), maxTokensPerMinute: whole('tokens') },
      // a price that is not touched stays, whoever set it
      ...(PRICES.some((field) => now[field] !== was[field]) ? { price } : {}),
    };
    this.wrong = wrong;
    return Object.keys(wrong).length > 0 ? undefined : body;
  }

  private async send(event: Event): Promise<void> {
    event.preventDefault();
    const body = this.body();
    if (this.busy || !body) {
      return;
    }
    this.busy = true;
    try {
      await ask(`api/v2/AIModels/${this.base!.id}`, { method: 'PUT', body, more: { 'If-Match': `"${this.base!.version}"` } });
      this.dialog.close();
      say(t('models.saved', this.now.name));
      this.dispatchEvent(new CustomEvent('saved', { bubbles: true }));
    } catch (failure) {
      if (failure instanceof Refused && failure.status === 412) {
        await this.changedMeanwhile();
      } else {
        this.wrong = this.reasons(failure);
      }
    }
    this.busy = false;
  }

  private reasons(failure: unknown): Record<string, string> {
    if (!(failure instanceof Refused) || Object.keys(failure.errors).length === 0) {
      return { other: reason(failure) };
    }
    const known = new Set(['name', 'enabled', 'isDefault', 'fallback', 'price', ...Object.values(FIELDS)]);
    const wrong: Record<string, string> = {};
    for (const [field, text] of Object.entries(failure.errors)) {
      const place = FIELDS[field] ?? field;
      wrong[known.has(place) ? place : 'other'] = text;
    }
    return wrong;
  }

  private async changedMeanwhile(): Promise<void> {
    try {
      const fresh = await get<Model>(`api/v2/AIModels/${this.base!.id}`);
      const [was, is] = [typed(this.base!), typed(fresh)];
      const changed = (Object.keys(is) as (keyof Typed)[]).filter((field) => !same(was[field], is[field]));
      const untouched = changed.filter((field) => same(this.now[field], was[field]));
      this.now = { ...this.now, ...Object.fromEntries(untouched.map((field) => [field, is[field]])) };
      this.news = changed.map((field) => `${this.label(field)}: ${this.value(is[field])}`);
      this.base = fresh;
      this.wrong = { conflict: t(changed.length > 0 ? 'models.conflict' : 'models.conflict-none') };
      await this.updateComplete;
      this.querySelector('.conflict')?.scrollIntoView({ block: 'nearest' });
    } catch (failure) {
      this.wrong = { other: reason(failure) };
    }
  }

  private value(value: Typed[keyof Typed]): string {
    if (typeof value === 'boolean') {
      return t(value ? 'yes' : 'no');
    }
    return (Array.isArray(value) ? value.map((id) => this.name(id)).join(', ') : value) || t('models.none');
  }

  private name(id: string): string {
    return this.catalogue.find((model) => model.id === id)?.name ?? id;
  }

  private label(field: keyof Typed): string {
    const labels: Record<keyof Typed, string> = {
      name: t('keys.name'),
      enabled: t('models.enabled'),
      isDefault: t('models.is-default'),
      fallback: t('models.fallback'),
      seconds: t('models.most-seconds'),
      tokens: t('models.most-tokens'),
      perMinute: t('models.per-minute'),
      perPrompt: t('models.per-prompt'),
      perCompletion: t('models.per-completion'),
    };
    return labels[field];
  }

  private refused(field: string): TemplateResult | typeof nothing {
    return this.wrong[field] ? html`<span class="wrong" id="wrong-${field}" role="alert">${this.wrong[field]}</span>` : nothing;
  }

  private input(field: 'name' | 'seconds' | 'tokens' | (typeof PRICES)[number], mode: 'text' | 'numeric' | 'decimal'): TemplateResult {
    return html`<div class="field">
      <label for="model-${field}">${this.label(field)}</label>
      <input
        class="input"
        id="model-${field}"
        inputmode=${mode}
        autocomplete="off"
        maxlength="200"
        placeholder=${mode === 'numeric' ? t('models.none') : nothing}
        ?required=${field === 'name'}
        aria-invalid=${this.wrong[field] ? 'true' : nothing}
        aria-describedby=${this.wrong[field] ? `wrong-${field}` : nothing}
        .value=${this.now[field]}
        @input=${(event: Event) => this.set(field, (event.target as HTMLInputElement).value)}
      />
      ${this.refused(field)}
    </div>`;
  }

  private check(field: 'enabled' | 'isDefault', hint = ''): TemplateResult {
    return html`<div class="field">
      <label class="check">
        <input
          type="checkbox"
          .checked=${this.now[field]}
          ?disabled=${field === 'isDefault' && this.base!.isDefault}
          @change=${(event: Event) => this.set(field, (event.target as HTMLInputElement).checked)}
        />
        <span>${this.label(field)}${hint ? html`<span class="hint"> ${hint}</span>` : nothing}</span>
      </label>
      ${this.refused(field)}
    </div>`;
  }

  private fallbacks(): TemplateResult {
    const { fallback } = this.now;
    const others = this.catalogue.filter((model) => model.id !== this.base!.id);
    const places = Math.min(MOST_FALLBACKS, others.length, fallback.length + 1);
    return html`<fieldset class="stack tight">
      <legend>${t('models.fallback')}</legend>
      <span class="hint">${t(others.length > 0 ? 'models.fallback-hint' : 'models.no-others')}</span>
      ${Array.from({ length: places }, (_, place) => {
        const chosen = fallback[place] ?? '';
        return html`<select
          class="input"
          aria-label=${t('models.fallback-place', place + 1)}
          .value=${chosen}
          @change=${(event: Event) => {
            const next = [...fallback];
            next[place] = (event.target as HTMLSelectElement).value;
            this.set('fallback', [...new Set(next.filter((id) => id))]);
          }}
        >
          <option value="" ?selected=${chosen === ''}>${t('models.none')}</option>
          ${others
            .filter((model) => model.id === chosen || !fallback.includes(model.id))
            .map((model) => html`<option value=${model.id} ?selected=${model.id === chosen}>${model.name}</option>`)}
        </select>`;
      })}
      ${this.refused('fallback')}
    </fieldset>`;
  }

  override render(): TemplateResult {
    const { base, wrong } = this;
    return html`<dialog class="wide" aria-labelledby="model-form-title">
      ${base
        ? html`<form novalidate @submit=${(event: Event) => this.send(event)}>
            <h2 id="model-form-title">${t('models.change-one', base.name)}</h2>
            ${wrong.conflict
              ? html`<div class="note bad conflict" role="alert">
                  ${icon('warn')}
                  <div>
                    ${wrong.conflict}
                    ${this.news.length > 0 ? html`<ul>${this.news.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}
                  </div>
                </div>`
              : nothing}
            ${this.input('name', 'text')} ${this.check('enabled')}
            ${this.check('isDefault', base.isDefault ? t('models.default-hint') : '')}
            <fieldset class="stack tight">
              <legend>${base.price.currency ? t('models.price-in', base.price.currency) : t('models.price')}</legend>
              <span class="hint">
                ${base.price.validFrom ? t('models.price-since', moment(base.price.validFrom)) : nothing} ${t('models.price-hint')}
              </span>
              <div class="filters prices">${PRICES.map((field) => this.input(field, 'decimal'))}</div>
              ${this.refused('price')}
            </fieldset>
            <div class="filters two">${this.input('seconds', 'numeric')} ${this.input('tokens', 'numeric')}</div>
            ${this.base!.remote || this.base!.fallback.length > 0 ? this.fallbacks() : nothing} ${wrong.other ? html`<div class="note bad" role="alert">${icon('warn')}<div>${wrong.other}</div></div>` : nothing}
            <div class="actions">
              <button class="btn primary" ?disabled=${this.busy}>${t('line.save')}</button>
              <button class="btn" type="button" @click=${() => this.dialog.close()}>${t('cancel')}</button>
            </div>
          </form>`
        : nothing}
    </dialog>`;
  }
}

customElements.define('es-model-form', ModelForm);
