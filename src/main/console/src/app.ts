import { html, nothing, type TemplateResult } from 'lit';
import { ask, onSessionOver } from './api';
import brand from './icon.svg';
import './pages/accounts';
import './pages/api-page';
import './pages/audit';
import './pages/billing';
import './pages/history';
import './pages/keys';
import './pages/models';
import './pages/recording';
import './pages/system';
import './pages/transcribe';
import './pages/usage';
import { jobs, reason } from './jobs';
import { link, place, type Place } from './place';
import { enter, leave, may, me, signOn } from './session';
import './sign-in';
import { caller, choose, language, languages, t } from './texts';
import { chooseTheme, theme } from './theme';
import { icon, say, View, type Icon } from './view';

interface Entry {
  name: string;
  icon: Icon;
  text: string;
  shown: () => boolean;
  /** Whether an administrator chooses an account there. */
  ofAccount?: boolean;
}

const PLACES: Entry[] = [
  { name: 'transcribe', icon: 'mic', text: 'nav.transcribe', shown: may.transcribe },
  { name: 'history', icon: 'clock', text: 'nav.history', shown: may.readInstances, ofAccount: true },
  { name: 'usage', icon: 'chart', text: 'nav.usage', shown: may.readUsage, ofAccount: true },
  { name: 'billing', icon: 'card', text: 'nav.billing', shown: may.readBalance, ofAccount: true },
  { name: 'keys', icon: 'key', text: 'nav.keys', shown: may.administer, ofAccount: true },
  { name: 'accounts', icon: 'people', text: 'nav.accounts', shown: may.administer },
  { name: 'models', icon: 'box', text: 'nav.models', shown: may.readModels },
  { name: 'audit', icon: 'list', text: 'nav.audit', shown: may.administer },
  { name: 'system', icon: 'pulse', text: 'nav.system', shown: may.administer },
  { name: 'api', icon: 'code', text: 'nav.api', shown: () => true },
];

/** The places in the bar of a narrow window; the last one leads to the others. */
const MOST_NARROW = 5;

/** The frame of all pages: who is signed in, where to go, language and colours. */
class App extends View {
  static override properties = { ready: { type: Boolean }, state: { state: true }, place: { state: true } };
  declare ready: boolean;
  declare state: 'starting' | 'outside' | 'inside';
  declare place: Place;
  private asked: Promise<boolean> | undefined;
  private answerAsked: (entered: boolean) => void = () => {};
  private saying = 0;

  constructor() {
    super();
    this.ready = false;
    this.state = 'starting';
    this.place = place();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(window, 'hashchange', () => {
      this.place = place();
      window.scrollTo(0, 0);
    });
    this.listen(document, 'say', (event: CustomEvent<string>) => this.say(event.detail));
    this.listen(document, 'theme', () => this.requestUpdate());
    onSessionOver(() => this.askAgain());
    void this.begin();
  }

  /** A browser that may have a session tries it. No other asks the service without a key. */
  private async begin(): Promise<void> {
    if (signOn().has('session')) {
      try {
        await enter();
        this.state = 'inside';
        return;
      } catch {
        // the sign-in page comes
      }
    }
    this.state = 'outside';
  }

  private say(text: string): void {
    const toast = this.querySelector('.toast');
    if (toast) {
      toast.textContent = text;
      clearTimeout(this.saying);
      this.saying = window.setTimeout(() => (toast.textContent = ''), 4000);
    }
  }

  /** Asks over the page, which stays as it is. Several requests wait for one answer. */
  private askAgain(): Promise<boolean> {
    if (this.state !== 'inside') {
      return Promise.resolve(false);
    }
    this.asked ??= new Promise<boolean>((resolve) => {
      this.answerAsked = (entered) => {
        this.asked = undefined;
        this.querySelector<HTMLDialogElement>('#again')?.close();
        this.requestUpdate();
        resolve(entered);
      };
      this.querySelector<HTMLDialogElement>('#again')?.showModal();
    });
    return this.asked;
  }

  private async signOut(): Promise<void> {
    let next = '';
    if (signOn().has('openid')) {
      try {
        next = (await (await ask('sign-out', { method: 'POST', patient: false })).json()).location;
      } catch (failure) {
        say(t('sign-out.failed', reason(failure)));
        return;
      }
    }
    jobs.forgetAll();
    leave();
    document.dispatchEvent(new Event('signed-out'));
    this.state = 'outside';
    // a new page knows nothing of this person: no options, no filters, no recordings
    if (next) {
      location.assign(next);
    } else {
      history.replaceState(null, '', location.pathname);
      location.reload();
    }
  }

  private speak(event: Event): void {
    choose((event.target as HTMLSelectElement).value);
    document.dispatchEvent(new Event('language'));
    this.requestUpdate();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.ready || this.state === 'starting') {
      return nothing;
    }
    return this.state === 'outside'
      ? html`<div class="entry">
          <main>
            <es-sign-in @entered=${() => (this.state = 'inside')}></es-sign-in>
            <div class="prefs">${this.preferences()}</div>
          </main>
        </div>`
      : this.inside();
  }

  private preferences(): TemplateResult {
    const now = theme();
    return html`<select class="input" aria-label=${t('language.label')} @change=${(event: Event) => this.speak(event)}>
        ${languages().map(([tag, name]) => html`<option value=${tag} ?selected=${language() === tag}>${name}</option>`)}
      </select>
      <button
        class="btn plain icon"
        aria-label=${t(now === 'dark' ? 'theme.light' : 'theme.dark')}
        title=${t(now === 'dark' ? 'theme.light' : 'theme.dark')}
        @click=${() => chooseTheme(now === 'dark' ? 'light' : 'dark')}
      >
        ${icon(now === 'dark' ? 'sun' : 'moon')}
      </button>`;
  }

  private inside(): TemplateResult {
    const places = PLACES.filter((place) => place.shown());
    const { parts } = this.place;
    const here = parts[0] === 'recording' ? 'history' : (parts[0] ?? places[0]?.name ?? 'api');
    return html`<a class="btn primary skip" href="#content" @click=${(event: Event) => this.toContent(event)}>${t('skip')}</a>
      <div class="shell">
        <header class="side">
          <a class="brand" href="#/"><img src=${brand} alt="" />Escriba</a>
          <nav class="nav" aria-label=${t('nav.label')}>
            ${places.map(
              (place, index) =>
                html`<a
                  class=${places.length > MOST_NARROW && index >= MOST_NARROW - 1 ? 'wide-only' : ''}
                  href=${this.to(place)}
                  aria-current=${place.name === here ? 'page' : nothing}
                  >${icon(place.icon)}<span>${t(place.text)}</span></a
                >`,
            )}
            ${places.length > MOST_NARROW
              ? html`<a
                  class="narrow-only"
                  href=${link('more', this.account)}
                  aria-current=${here === 'more' || places.findIndex((place) => place.name === here) >= MOST_NARROW - 1 ? 'page' : nothing}
                  >${icon('dots')}<span>${t('nav.more')}</span></a
                >`
              : nothing}
          </nav>
          <div class="who">
            <div class="person">
              <div class="name" title=${me()?.name ?? ''}>${caller(me()?.name ?? '')}</div>
              <div class="soft small">${this.roles()}</div>
            </div>
            <div class="prefs">
              ${this.preferences()}
              <button class="btn plain icon" aria-label=${t('sign-out')} title=${t('sign-out')} @click=${() => this.signOut()}>
                ${icon('out')}
              </button>
            </div>
            <p class="powered">Powered by Moonshine AI</p>
          </div>
        </header>
        <main class="main" id="content" tabindex="-1">${this.page(here)}</main>
      </div>
      <div class="toast" role="status"></div>
      <dialog id="again" aria-labelledby="again-title" @cancel=${() => this.answerAsked(false)}>
        <div class="body">
          <h2 id="again-title">${t('again.title')}</h2>
          <p class="soft">${t('again.text')}</p>
          <es-sign-in again @entered=${() => this.answerAsked(true)}></es-sign-in>
        </div>
      </dialog>`;
  }

  private roles(): string {
    const names: Record<string, string> = {
      administrator: t('role.administrator'),
      auditor: t('role.auditor'),
      transcriber: t('role.transcriber'),
      'instances-reader': t('role.instances-reader'),
      'instances-writer': t('role.instances-writer'),
      'usage-reader': t('role.usage-reader'),
      'metrics-reader': t('role.metrics-reader'),
      'models-writer': t('role.models-writer'),
      'webhooks-manager': t('role.webhooks-manager'),
      'files-user': t('role.files-user'),
    };
    const roles = me()?.roles ?? [];
    return (roles.includes('administrator') ? ['administrator'] : roles).map((role) => names[role] ?? role).join(', ');
  }

  private toContent(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>('#content')?.focus();
  }

  /** The pages that a narrow window has no room for. */
  private rest(): TemplateResult {
    const rest = PLACES.filter((place) => place.shown()).slice(MOST_NARROW - 1);
    return html`<div class="page">
      <h1>${t('nav.more')}</h1>
      <div class="card nav-list">
        ${rest.map((place) => html`<a href=${this.to(place)}>${icon(place.icon)}<span>${t(place.text)}</span></a>`)}
      </div>
    </div>`;
  }

  /** The account that an administrator looks at stays chosen from page to page. */
  private to(entry: Entry): string {
    return link(entry.name, entry.ofAccount ? this.account : '');
  }

  private get account(): string {
    return may.administer() ? this.place.account : '';
  }

  private page(here: string): TemplateResult {
    const { account } = this;
    const [first, second] = this.place.parts;
    if (first === 'recording' && second) {
      return html`<es-recording .instance=${second} .account=${account}></es-recording>`;
    }
    switch (here) {
      case 'history':
        return html`<es-history .account=${account}></es-history>`;
      case 'usage':
        return html`<es-usage .account=${account}></es-usage>`;
      case 'billing':
        return html`<es-billing .account=${account}></es-billing>`;
      case 'accounts':
        return html`<es-accounts></es-accounts>`;
      case 'models':
        return html`<es-models></es-models>`;
      case 'audit':
        return html`<es-audit></es-audit>`;
      case 'system':
        return html`<es-system></es-system>`;
      case 'api':
        return html`<es-api></es-api>`;
      case 'more':
        return this.rest();
      case 'keys':
        return html`<es-keys .account=${account}></es-keys>`;
      default:
        return html`<es-transcribe></es-transcribe>`;
    }
  }
}

customElements.define('es-app', App);
