import { html, nothing, type TemplateResult } from 'lit';
import { accountName, accountOptions, accounts } from '../account-select';
import { ask, get, Refused, type Account, type ApiKey, type Page } from '../api';
import { reason } from '../jobs';
import { me } from '../session';
import { integer, moment, t } from '../texts';
import { copy, icon, say, trouble, View } from '../view';

const SCOPES = [
  'transcribe',
  'instances:read',
  'instances:write',
  'usage:read',
  'metrics:read',
  'models:write',
  'webhooks',
  'files',
  'admin',
] as const;

/** The keys of all accounts, or of one, for administrators. */
class Keys extends View {
  static override properties = {
    account: { type: String },
    known: { state: true },
    keys: { state: true },
    next: { state: true },
    failure: { state: true },
    wrong: { state: true },
    made: { state: true },
    revoking: { state: true },
    loaded: { state: true },
    busy: { state: true },
  };
  /** The account that is chosen; empty for all of them. */
  declare account: string;
  declare known: Account[];
  declare keys: ApiKey[];
  declare next: string | null;
  declare failure: string;
  declare wrong: Record<string, string>;
  declare made: ApiKey | undefined;
  declare revoking: ApiKey | undefined;
  declare loaded: boolean;
  declare busy: boolean;
  private round = 0;

  constructor() {
    super();
    this.account = '';
    this.known = [];
    this.keys = [];
    this.next = null;
    this.failure = '';
    this.wrong = {};
    this.made = undefined;
    this.revoking = undefined;
    this.loaded = false;
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
    accounts()
      .then((known) => (this.known = known))
      .catch(() => {});
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('account')) {
      this.keys = [];
      this.next = null;
      this.loaded = false;
      void this.load();
    }
  }

  private async load(after?: string): Promise<void> {
    const round = ++this.round;
    try {
      const page = await get<Page<ApiKey>>('api/v2/ApiKeys', { after, accountId: this.account || undefined });
      if (round !== this.round) {
        return;
      }
      this.keys = after ? [...this.keys, ...page.items] : page.items;
      this.next = page.next;
      this.failure = '';
      this.loaded = true;
    } catch (failure) {
      if (round === this.round) {
        this.failure = reason(failure);
      }
    }
  }

  private dialog(id: string): HTMLDialogElement {
    return this.querySelector<HTMLDialogElement>(`#${id}`)!;
  }

  private open(): void {
    this.made = undefined;
    this.wrong = {};
    this.dialog('new-key').querySelector('form')?.reset();
    const owner = this.querySelector<HTMLSelectElement>('#key-account');
    if (owner) {
      owner.value = this.account || (me()?.accountId ?? '');
    }
    this.dialog('new-key').showModal();
  }

  private async create(event: Event): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const limit = String(form.get('limit'));
    const until = String(form.get('until'));
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.wrong = {};
    try {
      const answer = await ask('api/v2/ApiKeys', {
        method: 'POST',
        body: {
          name: form.get('name'),
          ...(form.get('account') ? { accountId: form.get('account') } : {}),
          scopes: form.getAll('scope'),
          ...(limit ? { requestsPerMinute: Number(limit) } : {}),
          ...(until ? { expiresAt: new Date(`${until}T23:59:59`).toISOString() } : {}),
        },
      });
      this.made = await answer.json();
      await this.load();
    } catch (failure) {
      this.wrong = failure instanceof Refused && Object.keys(failure.errors).length > 0 ? failure.errors : { other: reason(failure) };
    }
    this.busy = false;
  }

  private async revoke(): Promise<void> {
    const key = this.revoking!;
    this.dialog('revoke').close();
    try {
      await ask(`api/v2/ApiKeys/${key.id}`, { method: 'DELETE' });
      say(t('keys.revoked-now', key.name));
      await this.load();
    } catch (failure) {
      this.failure = reason(failure);
    }
  }

  private scope(scope: string): string {
    const names: Record<string, string> = {
      transcribe: t('scope.transcribe'),
      'instances:read': t('scope.instances'),
      'instances:write': t('scope.instances-write'),
      'usage:read': t('scope.usage'),
      'metrics:read': t('scope.metrics'),
      'models:write': t('scope.models'),
      webhooks: t('scope.webhooks'),
      files: t('scope.files'),
      admin: t('scope.admin'),
    };
    return names[scope] ?? scope;
  }

  private state(key: ApiKey): TemplateResult {
    if (key.revokedAt) {
      return html`<span class="tag bad">${t('keys.revoked')}</span>`;
    }
    return key.expiresAt && Date.parse(key.expiresAt) < Date.now()
      ? html`<span class="tag">${t('keys.expired')}</span>`
      : html`<span class="tag good">${t('keys.active')}</span>`;
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('keys.title')}</h1>
          <p>${t('keys.subtitle')}</p>
        </div>
        <div class="actions">
          <es-account-select page="keys" every .account=${this.account}></es-account-select>
          <button class="btn primary" @click=${() => this.open()}>${icon('plus')}${t('keys.new')}</button>
        </div>
      </div>
      ${trouble(this.failure, () => void this.load())}
      <section class="card" aria-label=${t('keys.title')}>
        ${this.keys.length > 0
          ? this.table()
          : this.loaded
            ? html`<div class="empty">${icon('key')}<b>${t('keys.empty')}</b></div>`
            : html`<div class="empty"><p>${t('loading')}</p></div>`}
        ${this.next
          ? html`<div class="foot"><button class="btn" @click=${() => this.load(this.next ?? undefined)}>${t('more')}</button></div>`
          : nothing}
      </section>
      ${this.creating()}
      <dialog id="revoke" aria-labelledby="revoke-title">
        <div class="body">
          <h2 id="revoke-title">${t('keys.revoke-title', this.revoking?.name ?? '')}</h2>
          <p>${t('keys.revoke-text')}</p>
          <div class="actions">
            <button class="btn danger" @click=${() => this.revoke()}>${t('keys.revoke')}</button>
            <button class="btn" @click=${() => this.dialog('revoke').close()}>${t('cancel')}</button>
          </div>
        </div>
      </dialog>
    </div>`;
  }

  private table(): TemplateResult {
    return html`<div class="scroll">
      <table class="cards dense">
        <thead>
          <tr>
            <th scope="col">${t('keys.name')}</th>
            <th scope="col">${t('account.label')}</th>
            <th scope="col">${t('filter.state')}</th>
            <th scope="col">${t('keys.scopes')}</th>
            <th scope="col" class="num">${t('keys.limit')}</th>
            <th scope="col">${t('keys.used')}</th>
            <th scope="col">${t('keys.until')}</th>
            <th scope="col"><span class="hidden-label">${t('keys.revoke')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${this.keys.map(
            (key) =>
              html`<tr>
                <td data-label=${t('keys.name')}>
                  <div><span class="cut" title=${key.name}>${key.name}</span><span class="soft mono small">${key.prefix}</span></div>
                </td>
                <td data-label=${t('account.label')}>
                  <span class="cut" title=${accountName(this.known, key.accountId)}>${accountName(this.known, key.accountId)}</span>
                </td>
                <td data-label=${t('filter.state')}>${this.state(key)}</td>
                <td data-label=${t('keys.scopes')}>${key.scopes.map((scope) => this.scope(scope)).join(', ')}</td>
                <td class="num" data-label=${t('keys.limit')}>${key.requestsPerMinute === null ? t('keys.usual') : integer(key.requestsPerMinute)}</td>
                <td data-label=${t('keys.used')}>${key.lastUsedAt ? moment(key.lastUsedAt) : t('keys.never')}</td>
                <td data-label=${t('keys.until')}>${key.expiresAt ? moment(key.expiresAt) : t('keys.unlimited')}</td>
                <td>
                  ${key.revokedAt
                    ? nothing
                    : html`<button
                        class="btn compact danger"
                        aria-label=${t('keys.revoke-one', key.name)}
                        @click=${() => {
                          this.revoking = key;
                          this.dialog('revoke').showModal();
                        }}
                      >
                        ${t('keys.revoke')}
                      </button>`}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private creating(): TemplateResult {
    const { wrong, made } = this;
    return html`<dialog id="new-key" aria-labelledby="new-key-title" @close=${() => (this.made = undefined)}>
      ${made?.key
        ? html`<div class="body">
            <h2 id="new-key-title">${t('keys.made', made.name)}</h2>
            <p class="soft">${t('keys.owner', accountName(this.known, made.accountId))}</p>
            <div class="note good">${icon('key')}<div>${t('keys.once')}</div></div>
            <div class="field">
              <label for="secret">${t('sign-in.key')}</label>
              <input class="input mono" id="secret" readonly .value=${made.key} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
            </div>
            <div class="actions">
              <button class="btn primary" @click=${async () => say(t((await copy(made.key!)) ? 'copied' : 'not-copied'))}>
                ${icon('copy')}${t('copy')}
              </button>
              <button class="btn" @click=${() => this.dialog('new-key').close()}>${t('close')}</button>
            </div>
          </div>`
        : html`<form @submit=${(event: Event) => this.create(event)}>
            <h2 id="new-key-title">${t('keys.new')}</h2>
            <div class="field">
              <label for="key-name">${t('keys.name')}</label>
              <input class="input" id="key-name" name="name" maxlength="100" required autocomplete="off" />
              ${wrong.name ? html`<span class="wrong" role="alert">${wrong.name}</span>` : nothing}
            </div>
            ${this.known.length > 0
              ? html`<div class="field">
                  <label for="key-account">${t('account.label')}</label>
                  <select class="input" id="key-account" name="account">
                    ${accountOptions(this.known, this.account || (me()?.accountId ?? ''))}
                  </select>
                  ${wrong.accountId ? html`<span class="wrong" role="alert">${wrong.accountId}</span>` : nothing}
                </div>`
              : nothing}
            <fieldset class="stack tight">
              <legend>${t('keys.scopes')}</legend>
              ${SCOPES.map(
                (scope) =>
                  html`<label class="check">
                    <input type="checkbox" name="scope" value=${scope} ?checked=${scope === 'transcribe'} />
                    <span>${this.scope(scope)}</span>
                  </label>`,
              )}
              ${wrong.scopes ? html`<span class="wrong" role="alert">${wrong.scopes}</span>` : nothing}
            </fieldset>
            <div class="filters">
              <div class="field">
                <label for="key-limit">${t('keys.limit')}</label>
                <input class="input" id="key-limit" name="limit" type="number" min="1" max="1000000" placeholder=${t('keys.usual')} />
                ${wrong.requestsPerMinute ? html`<span class="wrong" role="alert">${wrong.requestsPerMinute}</span>` : nothing}
              </div>
              <div class="field">
                <label for="key-until">${t('keys.until')}</label>
                <input class="input" id="key-until" name="until" type="date" aria-describedby="until-hint" />
                <span class="hint" id="until-hint">${t('keys.until-hint')}</span>
                ${wrong.expiresAt ? html`<span class="wrong" role="alert">${wrong.expiresAt}</span>` : nothing}
              </div>
            </div>
            ${wrong.other ? html`<div class="note bad" role="alert">${wrong.other}</div>` : nothing}
            <div class="actions">
              <button class="btn primary" ?disabled=${this.busy}>${t('keys.create')}</button>
              <button class="btn" type="button" @click=${() => this.dialog('new-key').close()}>${t('cancel')}</button>
            </div>
          </form>`}
    </dialog>`;
  }
}

customElements.define('es-keys', Keys);
