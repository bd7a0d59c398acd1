import { html, nothing, type TemplateResult } from 'lit';
import { forgetAccounts } from '../account-select';
import { ask, get, Refused, type Account } from '../api';
import { reason } from '../jobs';
import { link } from '../place';
import { me } from '../session';
import { day, integer, money, t } from '../texts';
import { icon, say, trouble, View } from '../view';

/** The accounts, which own keys, recordings and money; for administrators. */
class Accounts extends View {
  static override properties = {
    accounts: { state: true },
    failure: { state: true },
    wrong: { state: true },
    editing: { state: true },
    asked: { state: true },
    busy: { state: true },
  };
  declare accounts: Account[];
  declare failure: string;
  declare wrong: Record<string, string>;
  declare editing: Account | undefined;
  /** The amount that the person is asked to confirm. */
  declare asked: string;
  declare busy: boolean;
  /** The same credit is booked once, however often it is sent. */
  private once = '';

  constructor() {
    super();
    this.accounts = [];
    this.failure = '';
    this.wrong = {};
    this.editing = undefined;
    this.asked = '';
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
    void this.load();
  }

  private async load(): Promise<void> {
    forgetAccounts();
    try {
      this.accounts = await get<Account[]>('api/v2/Accounts');
      this.failure = '';
    } catch (failure) {
      this.failure = reason(failure);
    }
  }

  private get dialog(): HTMLDialogElement {
    return this.querySelector<HTMLDialogElement>('#account-dialog')!;
  }

  private async open(account?: Account): Promise<void> {
    this.editing = account;
    this.wrong = {};
    await this.updateComplete;
    const form = this.dialog.querySelector('form')!;
    form.reset();
    (form.elements.namedItem('name') as HTMLInputElement).value = account?.name ?? '';
    (form.elements.namedItem('limit') as HTMLInputElement).value = account?.requestsPerMinute?.toString() ?? '';
    this.dialog.showModal();
  }

  private async send(event: Event): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const limit = String(form.get('limit'));
    this.wrong = {};
    try {
      await ask(this.editing ? `api/v2/Accounts/${this.editing.id}` : 'api/v2/Accounts', {
        method: this.editing ? 'PATCH' : 'POST',
        body: { name: form.get('name'), requestsPerMinute: limit ? Number(limit) : null },
      });
      this.dialog.close();
      say(t('accounts.saved'));
      await this.load();
    } catch (failure) {
      this.wrong = failure instanceof Refused && Object.keys(failure.errors).length > 0 ? failure.errors : { other: reason(failure) };
    }
  }

  private get switchDialog(): HTMLDialogElement {
    return this.querySelector<HTMLDialogElement>('#switch-dialog')!;
  }

  private async openSwitch(account: Account): Promise<void> {
    this.editing = account;
    this.wrong = {};
    await this.updateComplete;
    this.switchDialog.showModal();
  }

  private async switchAccount({ id, name, enabled }: Account): Promise<void> {
    this.busy = true;
    try {
      await ask(`api/v2/Accounts/${id}`, { method: 'PATCH', body: { enabled: enabled === false } });
      this.switchDialog.close();
      say(t(enabled === false ? 'accounts.enabled-now' : 'accounts.disabled-now', name));
      await this.load();
    } catch (failure) {
      this.wrong = { other: reason(failure) };
    }
    this.busy = false;
  }

  /** Asks before an account is disabled, or enabled again. */
  private switches(): TemplateResult {
    const { editing, wrong } = this;
    const disabled = editing?.enabled === false;
    return html`<dialog id="switch-dialog" aria-labelledby="switch-title">
      <div class="body">
        <h2 id="switch-title">${t(disabled ? 'accounts.enable-title' : 'accounts.disable-title', editing?.name ?? '')}</h2>
        <p>${t(disabled ? 'accounts.enable-text' : 'accounts.disable-text')}</p>
        ${wrong.other ? html`<div class="note bad" role="alert">${wrong.other}</div>` : nothing}
        <div class="actions">
          <button class="btn ${disabled ? 'primary' : 'danger'}" ?disabled=${this.busy} @click=${() => this.switchAccount(editing!)}>
            ${t(disabled ? 'accounts.enable' : 'accounts.disable')}
          </button>
          <button class="btn" @click=${() => this.switchDialog.close()}>${t('cancel')}</button>
        </div>
      </div>
    </dialog>`;
  }

  private get creditDialog(): HTMLDialogElement {
    return this.querySelector<HTMLDialogElement>('#credit-dialog')!;
  }

  private async openCredit(account: Account): Promise<void> {
    this.editing = account;
    this.wrong = {};
    this.asked = '';
    this.once = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16)).join('');
    await this.updateComplete;
    this.creditDialog.querySelector('form')!.reset();
    this.creditDialog.showModal();
  }

  private async credit(event: Event): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const amount = String(form.get('amount'));
    this.wrong = {};
    if (this.asked !== amount) {
      this.asked = amount;
      return;
    }
    try {
      await ask('api/v2/Billing/credits', {
        method: 'POST',
        body: { amount, reason: form.get('reason'), accountId: this.editing!.id },
        more: { 'Idempotency-Key': this.once },
      });
      this.creditDialog.close();
      say(t('credit.done'));
    } catch (failure) {
      this.wrong = failure instanceof Refused && Object.keys(failure.errors).length > 0 ? failure.errors : { other: reason(failure) };
    }
  }

  private credits(): TemplateResult {
    const { wrong, editing } = this;
    return html`<dialog id="credit-dialog" aria-labelledby="credit-title">
      <form @submit=${(event: Event) => this.credit(event)}>
        <h2 id="credit-title">${t('accounts.credit-to', editing?.name ?? '')}</h2>
        <div class="field">
          <label for="credit-amount">${t('credit.amount', editing?.currency ?? '')}</label>
          <input class="input" id="credit-amount" name="amount" type="number" step="any" required autocomplete="off" @input=${() => (this.asked = '')} />
          <span class="hint">${t('credit.amount-hint')}</span>
          ${wrong.amount ? html`<span class="wrong" role="alert">${wrong.amount}</span>` : nothing}
        </div>
        <div class="field">
          <label for="credit-reason">${t('credit.reason')}</label>
          <input class="input" id="credit-reason" name="reason" maxlength="1000" required autocomplete="off" />
          ${wrong.reason ? html`<span class="wrong" role="alert">${wrong.reason}</span>` : nothing}
        </div>
        ${wrong.other ? html`<div class="note bad" role="alert">${wrong.other}</div>` : nothing}
        <div role="status">
          ${this.asked && editing
            ? html`<b>${t('accounts.credit-confirm', money(Number(this.asked), editing.currency), editing.name)}</b>`
            : nothing}
        </div>
        <div class="actions">
          <button class="btn primary">${t('credit.button')}</button>
          <button class="btn" type="button" @click=${() => this.creditDialog.close()}>${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }

  override render(): TemplateResult {
    const { wrong } = this;
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('nav.accounts')}</h1>
          <p>${t('accounts.subtitle')}</p>
        </div>
        <div class="actions"><button class="btn primary" @click=${() => this.open()}>${icon('plus')}${t('accounts.new')}</button></div>
      </div>
      ${trouble(this.failure, () => void this.load())}
      ${this.accounts.length > 0 ? html`<section class="card" aria-label=${t('nav.accounts')}>${this.table()}</section>` : nothing}
      ${this.credits()} ${this.switches()}
      <dialog id="account-dialog" aria-labelledby="account-title">
        <form @submit=${(event: Event) => this.send(event)}>
          <h2 id="account-title">${this.editing ? t('accounts.change') : t('accounts.new')}</h2>
          <div class="field">
            <label for="account-name">${t('keys.name')}</label>
            <input class="input" id="account-name" name="name" maxlength="100" required autocomplete="off" />
            ${wrong.name ? html`<span class="wrong" role="alert">${wrong.name}</span>` : nothing}
          </div>
          <div class="field">
            <label for="account-limit">${t('accounts.limit')}</label>
            <input class="input" id="account-limit" name="limit" type="number" min="1" max="1000000" placeholder=${t('accounts.unlimited')} />
            ${wrong.requestsPerMinute ? html`<span class="wrong" role="alert">${wrong.requestsPerMinute}</span>` : nothing}
          </div>
          ${wrong.other ? html`<div class="note bad" role="alert">${wrong.other}</div>` : nothing}
          <div class="actions">
            <button class="btn primary">${t('line.save')}</button>
            <button class="btn" type="button" @click=${() => this.dialog.close()}>${t('cancel')}</button>
          </div>
        </form>
      </dialog>
    </div>`;
  }

  private table(): TemplateResult {
    return html`<div class="scroll">
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">${t('keys.name')}</th>
            <th scope="col">${t('accounts.currency')}</th>
            <th scope="col" class="num">${t('keys.limit')}</th>
            <th scope="col">${t('accounts.created')}</th>
            <th scope="col"><span class="hidden-label">${t('accounts.change')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${this.accounts.map(
            (account) =>
              html`<tr>
                <td data-label=${t('keys.name')}>
                  <div>
                    <a class="cut" href=${link('billing', account.id)} title=${account.name}>${account.name}</a>
                    ${account.id === me()?.accountId ? html`<span class="tag busy">${t('accounts.own')}</span>` : nothing}
                    ${account.enabled === false ? html`<span class="tag bad">${t('accounts.disabled')}</span>` : nothing}
                  </div>
                </td>
                <td data-label=${t('accounts.currency')}>${account.currency}</td>
                <td class="num" data-label=${t('keys.limit')}>
                  ${account.requestsPerMinute === null ? t('accounts.unlimited') : integer(account.requestsPerMinute)}
                </td>
                <td data-label=${t('accounts.created')}>${day(account.createdAt)}</td>
                <td>
                  <div class="actions row">
                    <button class="btn compact" aria-label=${t('accounts.credit-to', account.name)} @click=${() => this.openCredit(account)}>
                      ${t('credit.button')}
                    </button>
                    <button class="btn compact" aria-label=${t('accounts.change-one', account.name)} @click=${() => this.open(account)}>
                      ${t('accounts.change-short')}
                    </button>
                    ${account.enabled === undefined || account.id === me()?.accountId
                      ? nothing
                      : html`<button
                          class="btn compact ${account.enabled ? 'danger' : ''}"
                          aria-label=${t(account.enabled ? 'accounts.disable-one' : 'accounts.enable-one', account.name)}
                          @click=${() => this.openSwitch(account)}
                        >
                          ${t(account.enabled ? 'accounts.disable' : 'accounts.enable')}
                        </button>`}
                  </div>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('es-accounts', Accounts);
