import { html, nothing, type TemplateResult } from 'lit';
import { get, type Account } from './api';
import { link, place } from './place';
import { may, me } from './session';
import { language, t } from './texts';
import { View } from './view';

/** The accounts, for administrators: their names, and a choice of one. */

let all: Promise<Account[]> | undefined;

/** The accounts by name, the own one first. Other callers know no accounts. */
export function accounts(): Promise<Account[]> {
  if (!may.administer()) {
    return Promise.resolve([]);
  }
  const own = (account: Account): number => (account.id === me()?.accountId ? 0 : 1);
  all ??= get<Account[]>('api/v2/Accounts').then((known) =>
    known.sort((one, other) => own(one) - own(other) || one.name.localeCompare(other.name, language())),
  );
  all.catch(() => (all = undefined));
  return all;
}

/** Reads the accounts again the next time: the person has changed one. */
export function forgetAccounts(): void {
  all = undefined;
}

document.addEventListener('signed-out', forgetAccounts);

/** The account as the API takes it: nothing for that of the person. */
export function otherAccount(account: string): string | undefined {
  return account && account !== me()?.accountId ? account : undefined;
}

export function accountName(known: Account[], id: string): string {
  return known.find((account) => account.id === id)?.name ?? id.slice(0, 8);
}

/** The accounts as the options of a select. One that is not known stays as it is. */
export function accountOptions(known: Account[], chosen: string): TemplateResult {
  return html`${known.map(
      (account) =>
        html`<option value=${account.id} ?selected=${account.id === chosen}>
          ${account.enabled === false ? t('account.disabled', account.name) : account.name}
        </option>`,
    )}
    ${chosen && !known.some((account) => account.id === chosen) ? html`<option value=${chosen} selected>${chosen.slice(0, 8)}</option>` : nothing}`;
}

/** Chooses the account that a page is about. The choice is in the address of the page. */
class AccountSelect extends View {
  static override properties = { page: { type: String }, account: { type: String }, every: { type: Boolean }, known: { state: true } };
  /** The page of which the address is. */
  declare page: string;
  declare account: string;
  /** Whether the page can be about all accounts, as it is without a choice. */
  declare every: boolean;
  declare known: Account[];

  constructor() {
    super();
    this.page = '';
    this.account = '';
    this.every = false;
    this.known = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
    // the page itself says why it knows nothing
    accounts()
      .then((known) => (this.known = known))
      .catch(() => {});
  }

  override updated(): void {
    const select = this.querySelector('select');
    if (select) {
      // the address may have changed without the select
      select.value = this.chosen;
    }
  }

  private get chosen(): string {
    return this.account || (this.every ? '' : (me()?.accountId ?? ''));
  }

  private choose(account: string): void {
    location.hash = link(place().parts.join('/') || this.page, this.every ? account : otherAccount(account));
  }

  override render(): TemplateResult | typeof nothing {
    if (!may.administer() || this.known.length === 0) {
      return nothing;
    }
    return html`<div class="field">
      <label for="account-select">${t('account.label')}</label>
      <select class="input" id="account-select" @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}>
        ${this.every ? html`<option value="" ?selected=${this.account === ''}>${t('account.every')}</option>` : nothing}
        ${accountOptions(this.known, this.chosen)}
      </select>
    </div>`;
  }
}

customElements.define('es-account-select', AccountSelect);
