import { html, nothing, type TemplateResult } from 'lit';
import { otherAccount } from '../account-select';
import { get, type Instance, type Model, type Page } from '../api';
import { jobs, reason } from '../jobs';
import { link } from '../place';
import { models } from '../session';
import { clock, languageName, moment, money, places, seconds, t } from '../texts';
import { icon, trouble, View } from '../view';

interface Filters {
  from: string;
  to: string;
  state: string;
  model: string;
  userIdentifier: string;
  channel: string;
  text: string;
  requestId: string;
}

/** A search goes on by itself for this long; then it asks. */
const SEARCH_MILLIS = 10_000;

const filters: Filters = { text: '', requestId: '', from: '', to: '', state: '', model: '', userIdentifier: '', channel: '' };

// the next person does not see what this one has looked for
document.addEventListener('signed-out', () => {
  for (const name of Object.keys(filters) as (keyof Filters)[]) {
    filters[name] = '';
  }
  sought = { id: '', text: '' };
});

/** The recording that the person opens, and the text by which the person found it. */
let sought = { id: '', text: '' };

/** The text by which the person found this recording; empty where it was opened otherwise. */
export function takeSought(id: string): string {
  const text = sought.id === id ? sought.text : '';
  sought = { id: '', text: '' };
  return text;
}

/** The states of instances, with their colours and names. */
export function states(): Record<string, [kind: string, name: string]> {
  return {
    QUEUED: ['', t('state.queued')],
    RUNNING: ['busy', t('state.running')],
    SUCCEEDED: ['good', t('state.succeeded')],
    FAILED: ['bad', t('state.failed')],
    CANCELLED: ['', t('state.cancelled')],
  };
}

/** The state of an instance in words. */
export function stateTag(state: string): TemplateResult {
  const [kind, name] = states()[state] ?? ['', state];
  return html`<span class="tag ${kind}">${name}</span>`;
}

/** The stored executions that the person may read. */
class History extends View {
  static override properties = {
    account: { type: String },
    items: { state: true },
    next: { state: true },
    failure: { state: true },
    busy: { state: true },
    catalogue: { state: true },
  };
  /** The account that an administrator has chosen; empty for the own one. */
  declare account: string;
  declare items: Instance[];
  declare next: string | null;
  declare failure: string;
  declare busy: boolean;
  declare catalogue: Model[];
  private round = 0;
  /** Whether the request that goes on has shown a page. */
  private found = false;
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor() {
    super();
    this.account = '';
    this.items = [];
    this.next = null;
    this.failure = '';
    this.busy = true;
    this.catalogue = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
    models()
      .then((all) => (this.catalogue = all))
      .catch(() => {});
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('account')) {
      this.items = [];
      this.next = null;
      void this.load();
    }
  }

  private async load(after?: string): Promise<void> {
    const round = ++this.round;
    this.busy = true;
    this.found = false;
    try {
      let items = after ? this.items : [];
      const most = items.length + 50;
      const begun = Date.now();
      let next: string | null = after ?? null;
      do {
        const page: Page<Instance> = await this.page(next ?? undefined, String(most - items.length), round);
        if (round !== this.round || !this.isConnected) {
          return;
        }
        items = [...items, ...page.items];
        next = page.next;
        // a search looks at some of the recordings at a time
        this.items = items;
        this.next = next;
        this.found = true;
        this.failure = '';
      } while (filters.text.trim() && next && items.length < most && Date.now() - begun < SEARCH_MILLIS);
      this.busy = false;
    } catch (failure) {
      if (round === this.round) {
        this.busy = false;
        this.failure = reason(failure);
        if (!after && !this.found) {
          // what is shown belongs to the filters of before
          this.items = [];
          this.next = null;
        }
      }
    }
  }

  /** One page. The service runs few searches of an account at a time, so one waits for the end of the one before. */
  private async page(after: string | undefined, limit: string, round: number): Promise<Page<Instance>> {
    await this.last.catch(() => {});
    if (round !== this.round) {
      return { items: [], next: null };
    }
    const page = get<Page<Instance>>('api/v2/Instances', {
      limit,
      after,
      accountId: otherAccount(this.account),
      state: filters.state,
      model: filters.model,
      userIdentifier: filters.userIdentifier.trim(),
      channel: filters.channel.trim(),
      requestId: filters.requestId.trim(),
      text: filters.text.trim(),
      from: filters.from && new Date(`${filters.from}T00:00`).toISOString(),
      to: filters.to && nextDay(filters.to),
    });
    this.last = page;
    return page;
  }

  private set(name: keyof Filters, event: Event): void {
    filters[name] = (event.target as HTMLInputElement).value;
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => void this.load(), 300);
    this.requestUpdate();
  }

  private clear(): void {
    for (const name of Object.keys(filters) as (keyof Filters)[]) {
      filters[name] = '';
    }
    void this.load();
  }

  private modelName(id: string): string {
    return this.catalogue.find((model) => model.id === id)?.name ?? id.slice(0, 8);
  }

  override render(): TemplateResult {
    const filtered = Object.values(filters).some((value) => value !== '');
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('history.title')}</h1>
          <p>${t('history.subtitle')}</p>
        </div>
        <div class="actions"><es-account-select page="history" .account=${this.account}></es-account-select></div>
      </div>
      <section class="card pad" aria-label=${t('history.filters')}>
        <div class="filters search">
          <div class="field">
            <label for="f-text">${t('history.text')}</label>
            <input class="input" id="f-text" type="search" maxlength="200" autocomplete="off" .value=${filters.text}
              placeholder=${t('history.text-hint')} @input=${(event: Event) => this.set('text', event)} />
          </div>
          ${this.input('requestId', t('about.request'), 'text')}
        </div>
        <div class="filters">
          ${this.input('from', t('filter.from'), 'date')} ${this.input('to', t('filter.to'), 'date')}
          <div class="field">
            <label for="f-state">${t('filter.state')}</label>
            <select class="input" id="f-state" @change=${(event: Event) => this.set('state', event)}>
              <option value="">${t('filter.all')}</option>
              ${Object.entries(states()).map(
                ([state, [, name]]) => html`<option value=${state} ?selected=${state === filters.state}>${name}</option>`,
              )}
            </select>
          </div>
          <div class="field">
            <label for="f-model">${t('options.model')}</label>
            <select class="input" id="f-model" @change=${(event: Event) => this.set('model', event)}>
              <option value="">${t('filter.all')}</option>
              ${this.catalogue.map((model) => html`<option value=${model.id} ?selected=${model.id === filters.model}>${model.name}</option>`)}
            </select>
          </div>
          ${this.input('userIdentifier', t('options.user'), 'text')} ${this.input('channel', t('options.channel'), 'text')}
        </div>
      </section>
      ${trouble(this.failure, () => void this.load())}
      <section class="card" aria-label=${t('history.title')} aria-busy=${this.busy ? 'true' : 'false'}>
        ${this.items.length > 0
          ? this.table()
          : this.busy
            ? html`<div class="empty"><p role="status">${t(filters.text.trim() ? 'history.searching' : 'loading')}</p></div>`
            : filtered && this.next
              ? html`<div class="empty">${icon('find')}<b>${t('history.none-yet')}</b></div>`
            : filtered
              ? html`<div class="empty">
                  ${icon('find')}<b>${t('history.none-found')}</b>
                  <button class="btn" @click=${() => this.clear()}>${t('filter.clear')}</button>
                </div>`
              : html`<div class="empty">
                  ${icon('clock')}<b>${t('history.empty')}</b>
                  <p>${t('history.empty-text')}</p>
                  <a class="btn primary" href="#/transcribe">${t('nav.transcribe')}</a>
                </div>`}
        ${this.next
          ? html`<div class="foot">
              <button class="btn" ?disabled=${this.busy} @click=${() => this.load(this.next ?? undefined)}>${t(filters.text.trim() ? 'history.search-on' : 'more')}</button>
            </div>`
          : nothing}
      </section>
    </div>`;
  }

  private input(name: keyof Filters, label: string, type: string): TemplateResult {
    return html`<div class="field">
      <label for="f-${name}">${label}</label>
      <input class="input" id="f-${name}" type=${type} .value=${filters[name]} @input=${(event: Event) => this.set(name, event)} />
    </div>`;
  }

  private table(): TemplateResult {
    const most = places(this.items.map((item) => item.cost?.total ?? 0));
    return html`<div class="scroll">
      <table class="cards dense">
        <thead>
          <tr>
            <th scope="col">${t('history.recording')}</th>
            <th scope="col">${t('filter.state')}</th>
            <th scope="col">${t('options.model')}</th>
            <th scope="col">${t('history.language')}</th>
            <th scope="col">${t('options.user')}</th>
            <th scope="col" class="num">${t('history.length')}</th>
            <th scope="col" class="num">${t('history.cost')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.items.map((item) => this.row(item, most))}
        </tbody>
      </table>
    </div>`;
  }

  private row(item: Instance, most: number): TemplateResult {
    const address = link(`recording/${item.instanceId}`, otherAccount(this.account));
    const length = seconds(item.metadata.duration);
    return html`<tr
      class="link"
      @click=${(event: Event) => {
        sought = { id: item.instanceId, text: filters.text.trim() };
        if (!(event.target as HTMLElement).closest('a')) {
          location.hash = address;
        }
      }}
    >
      <td data-label=${t('history.recording')}>
        <a class="cut" href=${address} title=${jobs.file(item.instanceId)?.name ?? nothing}
          >${jobs.file(item.instanceId)?.name ?? moment(item.startedAt)}</a
        >
      </td>
      <td data-label=${t('filter.state')}>${stateTag(item.state)}</td>
      <td data-label=${t('options.model')}><span class="cut">${this.modelName(item.modelId)}</span></td>
      <td data-label=${t('history.language')}>${item.metadata.language ? languageName(item.metadata.language) : nothing}</td>
      <td data-label=${t('options.user')}>
        ${item.userIdentifier ? html`<span class="cut" title=${item.userIdentifier}>${item.userIdentifier}</span>` : nothing}
      </td>
      <td class="num" data-label=${t('history.length')}>${length === undefined ? nothing : clock(length)}</td>
      <td class="num" data-label=${t('history.cost')}>
        ${item.cost?.currency ? money(item.cost.total, item.cost.currency, most) : nothing}
      </td>
    </tr>`;
  }
}

/** The beginning of the day after, so that a span contains its last day. */
export function nextDay(date: string): string {
  const begin = new Date(`${date}T00:00`);
  begin.setDate(begin.getDate() + 1);
  return begin.toISOString();
}

customElements.define('es-history', History);
