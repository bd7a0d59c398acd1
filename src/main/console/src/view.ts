import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { t } from './texts';

/** A part of the page. It has no shadow, so that labels, headings and styles are those of one document. */
export abstract class View extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  private readonly listening: (() => void)[] = [];

  /** Listens for as long as this part is on the page. */
  protected listen(target: EventTarget, type: string, listener: (event: any) => void): void {
    target.addEventListener(type, listener);
    this.listening.push(() => target.removeEventListener(type, listener));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.listening.splice(0).forEach((action) => action());
  }
}

const shapes = {
  mic: svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0 0 14 0M12 18v3"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
  chart: svg`<path d="M4 20h16M7 16v-5M12 16V5M17 16V9"/>`,
  card: svg`<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="M3 10h18M7 15h4"/>`,
  key: svg`<circle cx="8" cy="15" r="4"/><path d="M11 12l8-8M16 7l2.5 2.5"/>`,
  upload: svg`<path d="M12 16V5M7 9.5L12 4.5l5 5M5 19.5h14"/>`,
  play: svg`<path d="M8 5.5v13l10.5-6.5z" fill="currentColor"/>`,
  pause: svg`<path d="M8.5 5.5v13M15.5 5.5v13" stroke-width="3.2"/>`,
  back: svg`<path d="M11 7L6 12l5 5M18 7l-5 5 5 5"/>`,
  forth: svg`<path d="M13 7l5 5-5 5M6 7l5 5-5 5"/>`,
  pencil: svg`<path d="M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z"/>`,
  find: svg`<circle cx="10.5" cy="10.5" r="6"/><path d="M15.5 15.5L20 20"/>`,
  up: svg`<path d="M6 15l6-6 6 6"/>`,
  down: svg`<path d="M6 9l6 6 6-6"/>`,
  download: svg`<path d="M12 4v11M7 10.5l5 5 5-5M5 19.5h14"/>`,
  copy: svg`<rect x="8" y="8" width="12" height="12" rx="2.5"/><path d="M16 8V6.5A2.5 2.5 0 0 0 13.5 4h-7A2.5 2.5 0 0 0 4 6.5v7A2.5 2.5 0 0 0 6.5 16H8"/>`,
  file: svg`<path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 16h5"/>`,
  warn: svg`<path d="M12 4l9 16H3zM12 10v4.5M12 17.200v.1"/>`,
  good: svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  out: svg`<path d="M14 4.5H6v15h8M10 12h10M16.5 8.5L20 12l-3.5 3.5"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.400 5.600L17 7M7 17l-1.4 1.4"/>`,
  moon: svg`<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>`,
  doubt: svg`<path d="M8.5 9a3.5 3.5 0 1 1 5 3.200c-1 .5-1.5 1.200-1.5 2.300M12 18v.1"/>`,
  undo: svg`<path d="M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4"/>`,
  language: svg`<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17c-5-5-5-12 0-17z"/>`,
  list: svg`<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1"/>`,
  people: svg`<circle cx="9" cy="8.5" r="3.5"/><path d="M3 19.5a6 6 0 0 1 12 0M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.2a6 6 0 0 1 3.5 5.3"/>`,
  box: svg`<path d="M12 3.5l8 4.5v8l-8 4.5-8-4.5V8zM4 8l8 4.5 8-4.5M12 12.5v8"/>`,
  code: svg`<path d="M8.5 7L3.5 12l5 5M15.5 7l5 5-5 5"/>`,
  pulse: svg`<path d="M3 12h4l2.5-6.5 4.500 13L16.500 12H21"/>`,
  dots: svg`<path d="M5.5 12v.1M12 12v.1M18.5 12v.1" stroke-width="3"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
};

export type Icon = keyof typeof shapes;

export function icon(name: Icon): TemplateResult {
  return html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${shapes[name]}</svg>`;
}

/** The reason of a failure, with a button that tries again. */
export function trouble(reason: string, again?: () => void): TemplateResult | typeof nothing {
  return reason
    ? html`<div class="note bad" role="alert">
        ${icon('warn')}
        <div>${reason}</div>
        ${again ? html`<button class="btn compact" @click=${again}>${t('job.again')}</button>` : nothing}
      </div>`
    : nothing;
}

/** Says something for a moment, to screen readers too. */
export function say(text: string): void {
  document.dispatchEvent(new CustomEvent('say', { detail: text }));
}

export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // without HTTPS there is no clipboard API
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'hidden-label';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
