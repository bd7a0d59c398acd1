import { html, nothing, type TemplateResult } from 'lit';
import { ask, get, type Setting } from '../api';
import { reason } from '../jobs';
import { bytes, clock, integer, moment, t } from '../texts';
import { trouble, View } from '../view';
import { tile } from './usage';

const EVERY_MS = 10_000;

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** The samples of the text format of Prometheus. */
export function samples(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const parts = /^([a-z_]+)(?:\{(.*)\})? (\S+)/.exec(line);
    if (!parts) {
      return [];
    }
    const labels = [...(parts[2] ?? '').matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name, value]);
    return [{ name: parts[1]!, labels: Object.fromEntries(labels), value: Number(parts[3]) }];
  });
}

/** How the node that answers is, from its metrics, for administrators. */
class System extends View {
  static override properties = { all: { state: true }, settings: { state: true }, failure: { state: true } };
  declare all: Sample[] | undefined;
  declare settings: Setting[];
  declare failure: string;
  private timer = 0;

  constructor() {
    super();
    this.all = undefined;
    this.settings = [];
    this.failure = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'language', () => this.requestUpdate());
    this.timer = window.setInterval(() => document.hidden || void this.load(), EVERY_MS);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private async load(): Promise<void> {
    try {
      this.all = samples(await (await ask('metrics', { accept: 'text/plain' })).text());
      if (this.settings.length === 0) {
        // they stay as they are until the node starts again; a node of an earlier version does not tell them
        this.settings = await get<Setting[]>('api/v2/Settings').catch(() => []);
      }
      this.failure = '';
    } catch (failure) {
      this.failure = reason(failure);
    }
  }

  private find(name: string): Sample | undefined {
    return this.all?.find((sample) => sample.name === name);
  }

  private value(name: string): number | undefined {
    return this.find(name)?.value;
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('nav.system')}</h1>
          <p>${t('system.subtitle')}</p>
        </div>
      </div>
      ${trouble(this.failure, () => void this.load())}
      ${this.all ? html`${this.tiles()} ${this.checks()} ${this.inForce()}` : this.failure ? nothing : html`<div class="card empty"><p>${t('loading')}</p></div>`}
    </div>`;
  }

  private tiles(): TemplateResult {
    const count = (name: string): string => integer(this.value(name) ?? 0);
    const since = this.value('process_start_time_seconds');
    const memory = this.value('process_resident_memory_bytes');
    const oldest = this.value('escriba_queue_oldest_age_seconds') ?? 0;
    return html`<div class="tiles">
      ${tile(t('system.version'), this.find('escriba_build_info')?.labels.version ?? '')}
      ${since === undefined ? nothing : tile(t('system.since'), moment(new Date(since * 1000).toISOString()))}
      ${memory === undefined ? nothing : tile(t('system.memory'), bytes(memory))}
      ${tile(t('system.runs'), count('escriba_runs_in_progress'))}
      ${tile(t('system.workers'), t('system.of', count('escriba_workers_busy'), count('escriba_workers')))}
      ${tile(t('system.waiting'), t('system.of', count('escriba_queue_length'), count('escriba_queue_capacity')))}
      ${tile(t('system.queued'), count('escriba_queue_runs'))}
      ${oldest > 0 ? tile(t('system.oldest'), clock(oldest)) : nothing}
    </div>`;
  }

  private checks(): TemplateResult {
    const rows: [string, boolean | undefined, string][] = [
      [t('system.database'), this.has('escriba_database_up', 1), t('system.database-down')],
      [t('system.books'), this.has('escriba_reconciliation_differences', 0), t('system.books-differ')],
      [t('system.taking'), this.has('escriba_draining', 0), t('system.draining')],
      ...(this.all ?? [])
        .filter((sample) => sample.name === 'escriba_engine_up')
        .map((sample): [string, boolean, string] => [t('system.engine', sample.labels.engine ?? ''), sample.value === 1, t('system.engine-down')]),
    ];
    return html`<section class="card" aria-label=${t('system.checks')}>
      <div class="scroll">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">${t('system.part')}</th>
              <th scope="col">${t('filter.state')}</th>
            </tr>
          </thead>
          <tbody>
            ${rows
              .filter(([, good]) => good !== undefined)
              .map(
                ([name, good, bad]) =>
                  html`<tr>
                    <td data-label=${t('system.part')}>${name}</td>
                    <td data-label=${t('filter.state')}>
                      <span class="tag ${good ? 'good' : 'bad'}">${good ? t('system.good') : bad}</span>
                    </td>
                  </tr>`,
              )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private inForce(): TemplateResult | typeof nothing {
    if (this.settings.length === 0) {
      return nothing;
    }
    return html`<section class="card" aria-labelledby="settings-title">
      <details class="settings">
        <summary id="settings-title">${t('system.settings')}</summary>
        <p class="soft small">${t('system.settings-text')}</p>
        <div class="scroll">
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">${t('system.setting')}</th>
                <th scope="col">${t('system.value')}</th>
                <th scope="col">${t('system.default')}</th>
              </tr>
            </thead>
            <tbody>
              ${this.settings.map(
                ({ key, value, defaultValue, configured }) =>
                  html`<tr>
                    <td class="mono" data-label=${t('system.setting')}><span>${key}</span></td>
                    <td class="mono" data-label=${t('system.value')}>
                      ${configured ? html`<b>${value}</b>` : html`<span>${value ?? t('system.computed')}</span>`}
                    </td>
                    <td class="mono soft" data-label=${t('system.default')}><span>${defaultValue ?? t('system.computed')}</span></td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </details>
    </section>`;
  }

  private has(name: string, value: number): boolean | undefined {
    const known = this.value(name);
    return known === undefined || Number.isNaN(known) ? undefined : known === value;
  }
}

customElements.define('es-system', System);
