import { html, nothing, type TemplateResult } from 'lit';
import { get, type Page } from '../api';
import { reason } from '../jobs';
import { caller, moment, t } from '../texts';
import { icon, trouble, View } from '../view';

interface AuditEvent {
  id: string;
  at: string;
  actor: string;
  address: string | null;
  act: string;
  subject: string;
  details: Record<string, unknown>;
}

/** The log of administrative acts, for administrators. */
class Audit extends View {
  static override properties = { acts: { state: true }, next: { state: true }, failure: { state: true }, loaded: { state: true } };
  declare acts: AuditEvent[];
  declare next: string | null;
  declare failure: string;
  declare loaded: boolean;

  constructor() {
    super();
    this.acts = [];
    this.next = null;
    this.failure = '';
    this.loaded = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
    void this.load();
  }

  private async load(after?: string): Promise<void> {
    try {
      const page = await get<Page<AuditEvent>>('api/v2/Audit', { after });
      this.acts = after ? [...this.acts, ...page.items] : page.items;
      this.next = page.next;
      this.failure = '';
      this.loaded = true;
    } catch (failure) {
      this.failure = reason(failure);
    }
  }

  private act(act: string): string {
    const names: Record<string, string> = {
      KEY_CREATED: t('act.key-created'),
      KEY_CHANGED: t('act.key-changed'),
      KEY_REVOKED: t('act.key-revoked'),
      ACCOUNT_CREATED: t('act.account-created'),
      ACCOUNT_CHANGED: t('act.account-changed'),
      CREDIT_ADDED: t('act.credit-added'),
      TRANSCRIPT_FORGOTTEN: t('act.transcript-forgotten'),
      TRANSCRIPT_CORRECTED: t('act.transcript-corrected'),
      CORRECTION_UNDONE: t('act.correction-undone'),
      MODEL_CREATED: t('act.model-created'),
      MODEL_CHANGED: t('act.model-changed'),
      MODEL_DELETED: t('act.model-deleted'),
      PRICE_CHANGED: t('act.price-changed'),
      INSTANCE_CANCELLED: t('act.instance-cancelled'),
      WEBHOOK_CREATED: t('act.webhook-created'),
      WEBHOOK_CHANGED: t('act.webhook-changed'),
      WEBHOOK_SECRET_ROTATED: t('act.webhook-secret-rotated'),
      WEBHOOK_DELETED: t('act.webhook-deleted'),
      WEBHOOK_REDELIVERED: t('act.webhook-redelivered'),
    };
    // an act that this page does not know yet is shown by its word
    return names[act] ?? act.toLowerCase().replaceAll('_', ' ');
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('nav.audit')}</h1>
          <p>${t('audit.subtitle')}</p>
        </div>
      </div>
      ${trouble(this.failure, () => void this.load())}
      <section class="card" aria-label=${t('nav.audit')}>
        ${this.acts.length > 0
          ? this.table()
          : html`<div class="empty">${this.loaded ? html`${icon('list')}<b>${t('audit.empty')}</b>` : html`<p>${t('loading')}</p>`}</div>`}
        ${this.next
          ? html`<div class="foot"><button class="btn" @click=${() => this.load(this.next ?? undefined)}>${t('more')}</button></div>`
          : nothing}
      </section>
    </div>`;
  }

  private table(): TemplateResult {
    return html`<div class="scroll">
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">${t('audit.at')}</th>
            <th scope="col">${t('audit.act')}</th>
            <th scope="col">${t('audit.actor')}</th>
            <th scope="col">${t('audit.address')}</th>
            <th scope="col">${t('audit.details')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.acts.map(
            (act) =>
              html`<tr>
                <td data-label=${t('audit.at')}>${moment(act.at)}</td>
                <td data-label=${t('audit.act')}>${this.act(act.act)}</td>
                <td data-label=${t('audit.actor')}><span class="cut" title=${act.actor}>${caller(act.actor)}</span></td>
                <td data-label=${t('audit.address')}>${act.address}</td>
                <td data-label=${t('audit.details')}>
                  <details>
                    <summary class="small">${act.subject.slice(0, 8)}</summary>
                    <pre class="code" tabindex="0" aria-label=${t('audit.details')}>${JSON.stringify({ subject: act.subject, ...act.details }, null, 2)}</pre>
                  </details>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('es-audit', Audit);
