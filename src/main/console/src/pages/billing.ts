import { html, nothing, type TemplateResult } from 'lit';
import { accountName, accounts, otherAccount } from '../account-select';
import { ask, get, Refused, type Account, type Balance, type LedgerLine, type Page } from '../api';
import { reason } from '../jobs';
import { link } from '../place';
import { may } from '../session';
import { decimal, integer, moment, money, places, t } from '../texts';
import { icon, say, trouble, View } from '../view';
import { ledgerKind } from './recording';
import { tile } from './usage';

/** The balance of the account and the lines of its ledger. */
class Billing extends View {
  static override properties = {
    account: { type: String },
    known: { state: true },
    balance: { state: true },
    lines: { state: true },
    next: { state: true },
    failure: { state: true },
    wrong: { state: true },
    busy: { state: true },
    asked: { state: true },
  };
  /** The account that an administrator has chosen; empty for the own one. */
  declare account: string;
  declare known: Account[];
  declare balance: Balance | undefined;
  declare lines: LedgerLine[];
  declare next: string | null;
  declare failure: string;
  declare wrong: Record<string, string>;
  declare busy: boolean;
  /** The amount that the person is asked to confirm, as the API reads it. */
  declare asked: string;
  /** The same credit is booked once, however often it is sent. */
  private once = '';
  private round = 0;

  constructor() {
    super();
    this.account = '';
    this.known = [];
    this.balance = undefined;
    this.lines = [];
    this.next = null;
    this.failure = '';
    this.wrong = {};
    this.busy = false;
    this.asked = '';
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
      // the money of one account is never shown under the name of another one
      this.balance = undefined;
      this.lines = [];
      this.next = null;
      void this.load();
    }
  }

  private async load(after?: string): Promise<void> {
    const round = ++this.round;
    const accountId = otherAccount(this.account);
    try {
      const balance = after ? this.balance : await get<Balance>('api/v2/Billing/balance', { accountId });
      const page = may.readUsage() ? await get<Page<LedgerLine>>('api/v2/Billing/ledger', { limit: '50', after, accountId }) : undefined;
      if (round !== this.round) {
        return;
      }
      this.balance = balance;
      this.lines = page ? [...(after ? this.lines : []), ...page.items] : [];
      this.next = page?.next ?? null;
      this.failure = '';
    } catch (failure) {
      if (round === this.round) {
        this.failure = reason(failure);
      }
    }
  }

  /** The name of the account that the page is about, where it is not the own one. */
  private get other(): string | undefined {
    const id = otherAccount(this.account);
    return id && accountName(this.known, id);
  }

  private open(): void {
    this.once = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16)).join('');
    this.wrong = {};
    this.asked = '';
    this.querySelector<HTMLFormElement>('#credit form')!.reset();
    this.querySelector<HTMLDialogElement>('#credit')!.showModal();
  }

  private async credit(event: Event): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const amount = decimal(String(form.get('amount')));
    this.wrong = {};
    if (amount === undefined) {
      this.wrong = { amount: t('credit.wrong-amount') };
      return;
    }
    if (this.asked !== amount) {
      this.asked = amount;
      return;
    }
    this.busy = true;
    try {
      await ask('api/v2/Billing/credits', {
        method: 'POST',
        body: { amount, reason: form.get('reason'), accountId: this.balance!.accountId },
        more: { 'Idempotency-Key': this.once },
      });
      this.querySelector<HTMLDialogElement>('#credit')!.close();
      say(t('credit.done'));
      await this.load();
    } catch (failure) {
      this.wrong = failure instanceof Refused && Object.keys(failure.errors).length > 0 ? failure.errors : { other: reason(failure) };
    }
    this.busy = false;
  }

  override render(): TemplateResult {
    const { balance } = this;
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('billing.title')}</h1>
          <p>${t('billing.subtitle')}</p>
        </div>
        ${may.administer()
          ? html`<div class="actions">
              <es-account-select page="billing" .account=${this.account}></es-account-select>
              <button class="btn primary" ?disabled=${!balance} @click=${() => this.open()}>${icon('plus')}${t('credit.button')}</button>
            </div>`
          : nothing}
      </div>
      ${trouble(this.failure, () => void this.load())}
      ${balance
        ? html`<div class="tiles">
            ${tile(t('billing.balance'), money(balance.balance, balance.currency))}
            ${tile(t('billing.held'), money(balance.held, balance.currency))}
          </div>`
        : nothing}
      ${may.readUsage() && balance
        ? html`<section class="card" aria-labelledby="ledger-title">
            <div class="pad"><h2 id="ledger-title">${t('billing.ledger')}</h2></div>
            ${this.lines.length > 0
              ? this.table(balance.currency)
              : html`<div class="empty">${icon('card')}<b>${t('billing.empty')}</b><p>${t('billing.empty-text')}</p></div>`}
            ${this.next
              ? html`<div class="foot"><button class="btn" @click=${() => this.load(this.next ?? undefined)}>${t('more')}</button></div>`
              : nothing}
          </section>`
        : nothing}
      ${may.administer() && balance ? this.dialog(balance) : nothing}
    </div>`;
  }

  private table(currency: string): TemplateResult {
    const most = places(this.lines.flatMap((line) => [line.amount, line.balanceAfter]));
    return html`<div class="scroll">
      <table class="cards">
        <thead>
          <tr>
            <th scope="col" class="num">${t('billing.line')}</th>
            <th scope="col">${t('billing.booked')}</th>
            <th scope="col">${t('billing.kind')}</th>
            <th scope="col">${t('billing.for')}</th>
            <th scope="col" class="num">${t('billing.amount')}</th>
            <th scope="col" class="num">${t('billing.after')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.lines.map(
            (line) =>
              html`<tr>
                <td class="num soft" data-label=${t('billing.line')}>${integer(line.line)}</td>
                <td data-label=${t('billing.booked')}>${moment(line.bookedAt)}</td>
                <td data-label=${t('billing.kind')}>${ledgerKind(line.kind)}</td>
                <td data-label=${t('billing.for')}>
                  ${line.instanceId
                    ? may.readInstances()
                      ? html`<a href=${link(`recording/${line.instanceId}`, otherAccount(this.account))}>${t('billing.recording', line.instanceId.slice(0, 8))}</a>`
                      : line.instanceId.slice(0, 8)
                    : html`<span class="cut" title=${line.reason ?? ''}>${line.reason}</span>`}
                </td>
                <td class="num" data-label=${t('billing.amount')}>${money(line.amount, currency, most)}</td>
                <td class="num" data-label=${t('billing.after')}>${money(line.balanceAfter, currency, most)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private confirmation(amount: string): string {
    return this.other === undefined ? t('credit.confirm', amount) : t('accounts.credit-confirm', amount, this.other);
  }

  private dialog(balance: Balance): TemplateResult {
    const { wrong } = this;
    return html`<dialog id="credit" aria-labelledby="credit-title">
      <form @submit=${(event: Event) => this.credit(event)}>
        <h2 id="credit-title">${this.other === undefined ? t('credit.title') : t('accounts.credit-to', this.other)}</h2>
        <div class="field">
          <label for="amount">${t('credit.amount', balance.currency)}</label>
          <input class="input" id="amount" name="amount" inputmode="decimal" required autocomplete="off" aria-describedby="amount-hint"
            @input=${() => (this.asked = '')} />
          <span class="hint" id="amount-hint">${t('credit.amount-hint')}</span>
          ${wrong.amount ? html`<span class="wrong" role="alert">${wrong.amount}</span>` : nothing}
        </div>
        <div class="field">
          <label for="reason">${t('credit.reason')}</label>
          <input class="input" id="reason" name="reason" maxlength="1000" required autocomplete="off" />
          ${wrong.reason ? html`<span class="wrong" role="alert">${wrong.reason}</span>` : nothing}
        </div>
        ${wrong.other ? html`<div class="note bad" role="alert">${wrong.other}</div>` : nothing}
        <div role="status">${this.asked ? html`<b>${this.confirmation(money(Number(this.asked), balance.currency))}</b>` : nothing}</div>
        <div class="actions">
          <button class="btn primary" ?disabled=${this.busy}>${t(this.asked ? 'credit.book' : 'credit.button')}</button>
          <button class="btn" type="button" @click=${() => this.querySelector<HTMLDialogElement>('#credit')!.close()}>${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }
}

customElements.define('es-billing', Billing);
