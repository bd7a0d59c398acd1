import { html, nothing, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { ask, get, save, type Model, type Usage, type UsageItem } from '../api';
import { reason } from '../jobs';
import { models } from '../session';
import { caller, clock, day, integer, language, many, money, places, t } from '../texts';
import { icon, trouble, View } from '../view';

const GROUPS = ['day', 'model', 'userIdentifier', 'channel', 'key'] as const;
type Group = (typeof GROUPS)[number];

const DAY = 86_400_000;

/** A day as the service counts them, in UTC. */
function isoDay(daysAgo: number): string {
  return new Date(Date.now() - daysAgo * DAY).toISOString().slice(0, 10);
}

/** What the account used, as sums. */
class UsagePage extends View {
  static override properties = {
    usage: { state: true },
    days: { state: true },
    group: { state: true },
    from: { state: true },
    to: { state: true },
    failure: { state: true },
    catalogue: { state: true },
  };
  declare usage: Usage | undefined;
  declare days: Usage | undefined;
  declare group: Group;
  declare from: string;
  declare to: string;
  declare failure: string;
  declare catalogue: Model[];
  private plot: uPlot | undefined;
  private drawn: unknown;
  private round = 0;
  private readonly sizes = new ResizeObserver(() => this.resize());

  constructor() {
    super();
    this.usage = undefined;
    this.days = undefined;
    this.group = 'day';
    this.from = isoDay(29);
    this.to = isoDay(0);
    this.failure = '';
    this.catalogue = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const redraw = (): void => {
      this.drawn = undefined;
      this.requestUpdate();
    };
    this.listen(document, 'language', redraw);
    this.listen(document, 'theme', redraw);
    models()
      .then((all) => (this.catalogue = all))
      .catch(() => {});
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  private span(): Record<string, string | undefined> {
    return {
      from: this.from || undefined,
      // the end is not in the span
      to: this.to ? new Date(Date.parse(this.to) + DAY).toISOString().slice(0, 10) : undefined,
    };
  }

  private async load(): Promise<void> {
    const round = ++this.round;
    try {
      const days = await get<Usage>('api/v2/Billing/usage', { groupBy: 'day', ...this.span() });
      const usage = this.group === 'day' ? days : await get<Usage>('api/v2/Billing/usage', { groupBy: this.group, ...this.span() });
      if (round === this.round) {
        this.usage = usage;
        this.days = days;
        this.failure = '';
      }
    } catch (failure) {
      if (round === this.round) {
        this.failure = reason(failure);
      }
    }
  }

  private async csv(): Promise<void> {
    try {
      const answer = await ask('api/v2/Billing/usage', { query: { groupBy: this.group, ...this.span() }, accept: 'text/csv, application/json;q=0.1' });
      save(await answer.blob(), `usage-${this.group}-${this.from}-${this.to}.csv`);
    } catch (failure) {
      this.failure = reason(failure);
    }
  }

  override updated(): void {
    const place = this.querySelector<HTMLElement>('.chart');
    if (!place) {
      this.plot?.destroy();
      this.plot = undefined;
      this.drawn = undefined;
    } else if (this.drawn !== this.days) {
      this.drawn = this.days;
      this.draw(place);
    }
  }

  private resize(): void {
    const place = this.querySelector<HTMLElement>('.chart');
    if (place && this.plot && place.clientWidth !== this.plot.width) {
      this.plot.setSize({ width: place.clientWidth, height: 240 });
    }
  }

  private draw(place: HTMLElement): void {
    this.plot?.destroy();
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const items = new Map(this.days!.items.map((item) => [item.group, item]));
    const times: number[] = [];
    const minutes: number[] = [];
    const end = Date.parse(this.days!.to);
    for (let at = Date.parse(this.days!.from.slice(0, 10)); at < end && times.length < 800; at += DAY) {
      times.push(at / 1000);
      minutes.push((items.get(new Date(at).toISOString().slice(0, 10))?.audioSeconds ?? 0) / 60);
    }
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: `12px ${colour('--font')}` };
    const short = new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short', timeZone: 'UTC' });
    this.plot = new uPlot(
      {
        width: place.clientWidth,
        height: 240,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: { x: { time: true, range: (_, from, to) => [from - 43_200, to + 43_200] }, y: { range: (_, _from, to) => [0, Math.max(1, to * 1.1)] } },
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'UTC'),
        axes: [
          { ...axis, grid: { show: false }, space: 70, values: (_, at) => at.map((time) => short.format(new Date(time * 1000))) },
          { ...axis, size: 54, values: (_, at) => at.map((value) => integer(value)) },
        ],
        series: [
          {},
          {
            fill: colour('--accent'),
            stroke: colour('--accent'),
            width: 0,
            paths: uPlot.paths.bars!({ size: [0.68, 36], radius: 0.2 }),
            points: { show: false },
          },
        ],
      },
      [times, minutes],
      place,
    );
    this.sizes.disconnect();
    this.sizes.observe(place);
  }

  private name(item: UsageItem): string {
    if (item.group === null) {
      return t('usage.unnamed');
    }
    if (this.usage?.groupBy === 'model') {
      return this.catalogue.find((model) => model.id === item.group)?.name ?? item.group;
    }
    if (this.usage?.groupBy === 'key') {
      return caller(item.group);
    }
    return this.usage?.groupBy === 'day' ? day(`${item.group}T00:00:00Z`, 'UTC') : item.group;
  }

  override render(): TemplateResult {
    const names: Record<Group, string> = {
      day: t('usage.day'),
      model: t('options.model'),
      userIdentifier: t('options.user'),
      channel: t('options.channel'),
      key: t('about.key'),
    };
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('usage.title')}</h1>
          <p>${t('usage.subtitle')}</p>
        </div>
        <div class="actions">
          <button class="btn" @click=${() => this.csv()}>${icon('download')}${t('usage.csv')}</button>
        </div>
      </div>
      <section class="card pad" aria-label=${t('history.filters')}>
        <div class="filters">
          <div class="field">
            <label for="u-from">${t('filter.from')}</label>
            <input class="input" id="u-from" type="date" .value=${this.from} @change=${(event: Event) => this.set({ from: value(event) })} />
          </div>
          <div class="field">
            <label for="u-to">${t('filter.to')}</label>
            <input class="input" id="u-to" type="date" .value=${this.to} @change=${(event: Event) => this.set({ to: value(event) })} />
          </div>
          <div class="field">
            <label for="u-group">${t('usage.group')}</label>
            <select class="input" id="u-group" @change=${(event: Event) => this.set({ group: value(event) as Group })}>
              ${GROUPS.map((group) => html`<option value=${group} ?selected=${group === this.group}>${names[group]}</option>`)}
            </select>
          </div>
        </div>
      </section>
      ${trouble(this.failure, () => void this.load())}
      ${this.usage && this.days ? this.sums(this.usage, names[this.usage.groupBy as Group]) : nothing}
    </div>`;
  }

  private set(change: Partial<{ from: string; to: string; group: Group }>): void {
    Object.assign(this, change);
    void this.load();
  }

  private sums(usage: Usage, name: string): TemplateResult {
    const { total, currency } = usage;
    const most = places(usage.items.map((item) => item.cost.total));
    return html`<div class="tiles">
        ${tile(t('usage.executions'), integer(total.executions))} ${tile(t('usage.audio'), clock(total.audioSeconds))}
        ${tile(t('usage.tokens'), integer(total.promptTokens + total.completionTokens))} ${tile(t('history.cost'), money(total.cost.total, currency))}
      </div>
      ${usage.items.length === 0
        ? html`<div class="card empty">${icon('chart')}<b>${t('usage.empty')}</b><p>${t('usage.empty-text')}</p></div>`
        : html`<section class="card pad stack" aria-labelledby="chart-title">
              <h2 id="chart-title">${t('usage.chart')}</h2>
              <div class="chart" role="img" aria-label=${many('usage.chart-text', this.days!.items.length)}></div>
            </section>
            <section class="card" aria-label=${t('usage.title')}>
              <div class="scroll">
                <table class="cards">
                  <thead>
                    <tr>
                      <th scope="col">${name}</th>
                      <th scope="col" class="num">${t('usage.executions')}</th>
                      <th scope="col" class="num">${t('usage.audio')}</th>
                      <th scope="col" class="num">${t('usage.tokens-in')}</th>
                      <th scope="col" class="num">${t('usage.tokens-out')}</th>
                      <th scope="col" class="num">${t('history.cost')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${usage.items.map(
                      (item) =>
                        html`<tr>
                          <td data-label=${name}><span class="cut" title=${this.name(item)}>${this.name(item)}</span></td>
                          <td class="num" data-label=${t('usage.executions')}>${integer(item.executions)}</td>
                          <td class="num" data-label=${t('usage.audio')}>${clock(item.audioSeconds)}</td>
                          <td class="num" data-label=${t('usage.tokens-in')}>${integer(item.promptTokens)}</td>
                          <td class="num" data-label=${t('usage.tokens-out')}>${integer(item.completionTokens)}</td>
                          <td class="num" data-label=${t('history.cost')}>${money(item.cost.total, currency, most)}</td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
              </div>
            </section>`}`;
  }
}

export function tile(name: string, text: string): TemplateResult {
  return html`<div class="card tile"><div class="soft small">${name}</div><div class="value">${text}</div></div>`;
}

function value(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define('es-usage', UsagePage);
