import { html, nothing, type TemplateResult } from 'lit';
import { Refused } from './api';
import brand from './icon.svg';
import { reason } from './jobs';
import { enter, signOn } from './session';
import { t } from './texts';
import { icon, View } from './view';

/** Signs in by the company's sign-on, or by a key, which only the memory of the page keeps. */
class SignIn extends View {
  static override properties = { again: { type: Boolean }, wrong: { state: true }, busy: { state: true } };
  declare again: boolean;
  declare wrong: string;
  declare busy: boolean;

  constructor() {
    super();
    this.again = false;
    this.wrong = '';
    this.busy = false;
  }

  private async send(event: Event): Promise<void> {
    event.preventDefault();
    const input = this.querySelector<HTMLInputElement>('input')!;
    await this.tryKey(input.value.trim() || undefined);
    if (this.wrong) {
      input.select();
      input.focus();
    } else {
      input.value = '';
    }
  }

  private async tryKey(key: string | undefined): Promise<void> {
    this.busy = true;
    this.wrong = '';
    try {
      await enter(key);
      this.dispatchEvent(new Event('entered'));
    } catch (failure) {
      const denied = failure instanceof Refused && failure.status === 401;
      this.wrong = denied ? t(key ? 'sign-in.wrong-key' : 'sign-in.no-session') : reason(failure);
    }
    this.busy = false;
  }

  override render(): TemplateResult {
    const openId = signOn().has('openid');
    return html`<div class="stack">
      ${this.again
        ? nothing
        : html`<div class="brand"><img src=${brand} alt="" />Escriba</div>
            <h1 class="hidden-label">${t('sign-in.title')}</h1>`}
      <div class=${this.again ? 'stack' : 'card pad stack'}>
        ${openId
          ? html`<a class="btn primary" href="sign-in?to=/" target=${this.again ? '_blank' : nothing}>${t('sign-in.company')}</a>
              ${this.again
                ? html`<button class="btn" ?disabled=${this.busy} @click=${() => this.tryKey(undefined)}>${t('again.done')}</button>`
                : nothing}
              <div class="or">${t('sign-in.or')}</div>`
          : nothing}
        <form class="stack" @submit=${(event: Event) => this.send(event)}>
          <div class="field">
            <label for="key">${t('sign-in.key')}</label>
            <input
              class="input mono masked"
              id="key"
              type="text"
              autocomplete="off"
              autocapitalize="none"
              spellcheck="false"
              required
              aria-describedby="key-hint${this.wrong ? ' key-wrong' : ''}"
              aria-invalid=${this.wrong ? 'true' : nothing}
            />
            <span class="hint" id="key-hint">${t('sign-in.hint')}</span>
          </div>
          ${this.wrong
            ? html`<div class="note bad" id="key-wrong" role="alert">${icon('warn')}<div>${this.wrong}</div></div>`
            : nothing}
          <button class="btn ${openId ? '' : 'primary'}" ?disabled=${this.busy}>${t('sign-in.send')}</button>
        </form>
      </div>
    </div>`;
  }
}

customElements.define('es-sign-in', SignIn);
