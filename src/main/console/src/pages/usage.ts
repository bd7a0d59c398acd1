import { html, nothing, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { otherAccount } from '../account-select';
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

/** The days of more than a year would be thinner than a pixel or two: a longer time is shown by months. */
const MOST_DAYS = 366;

/** The steps of the axis of minutes: parts of one would have the same number twice. */
const WHOLE = [...Array(8).keys()].flatMap((digits) => [1, 2, 5].map((step) => step * 10 ** digits));

/** What the chart shows: minutes of audio at the beginnings of days or months, in seconds of Unix time. */
export interface Bars {
  unit: 'day' | 'month';
  times: number[];
  minutes: number[];
}

/** The sums of days as bars, without gaps. No bar is before the first use, nor after the last one, in a long time. */
export function bars({ from, to, items }: Pick<Usage, 'from' | 'to' | 'items'>): Bars {
  const first = Date.parse(from.slice(0, 10));
  const end = Date.parse(to);
  const used = items.flatMap(({ group, audioSeconds }) => (group === null ? [] : [{ at: Date.parse(group), audioSeconds }]));
  const sums = new Map<number, number>();
  if (end - first <= MOST_DAYS * DAY) {
    for (let at = first; at < end; at += DAY) {
      sums.set(at, 0);
    }
    used.forEach(({ at, audioSeconds }) => sums.set(at, audioSeconds));
    return inOrder('day', sums);
  }
  const month = (at: number, later = 0): number => Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + later);
  const days = used.map(({ at }) => at);
  const last = days.reduce((one, other) => Math.max(one, other), -Infinity);
  for (let at = month(days.reduce((one, other) => Math.min(one, other), Infinity)); at <= last; at = month(at, 1)) {
    sums.set(at, 0);
  }
  used.forEach(({ at, audioSeconds }) => sums.set(month(at), (sums.get(month(at)) ?? 0) + audioSeconds));
  return inOrder('month', sums);
}

function inOrder(unit: Bars['unit'], sums: Map<number, number>): Bars {
  const sorted = [...sums].sort(([one], [other]) => one - other);
  return { unit, times: sorted.map(([at]) => at / 1000), minutes: sorted.map(([, seconds]) => seconds / 60) };
}

/** What the account used, as sums. */
class UsagePage extends View {
  static override properties = {
    account: { type: String },
    usage: { state: true },
    days: { state: true },
    group: { state: true },
    from: { state: true },
    to: { state: true },
    failure: { state: true },
    catalogue: { state: true },
  };
  /** The account that an administrator has chosen; empty for the own one. */
  declare account: string;
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
    this.account = '';
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
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('account')) {
      this.usage = this.days = undefined;
      void this.load();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  private span(): Record<string, string | undefined> {
    return {
      accountId: otherAccount(this.account),
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
    const { unit, times, minutes } = bars(this.days!);
    const byMonth = unit === 'month';
    // half a bar is free at both ends
    const half = (byMonth ? 15 : 0.5) * (DAY / 1000);
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: `12px ${colour('--font')}` };
    const short = new Intl.DateTimeFormat(language(), { ...(byMonth ? { year: 'numeric' } : { day: 'numeric' }), month: 'short', timeZone: 'UTC' });
    // the chart itself would put ticks within months, which all had the same name
    const months = (plot: uPlot): number[] => {
      const every = Math.max(1, Math.ceil((times.length * 90) / plot.width));
      return times.filter((_, index) => index % every === 0);
    };
    this.plot = new uPlot(
      {
        width: place.clientWidth,
        height: 240,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: { x: { time: true, range: (_, from, to) => [from - half, to + half] }, y: { range: (_, _from, to) => [0, Math.max(1, to * 1.1)] } },
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'UTC'),
        axes: [
          { ...axis, grid: { show: false }, space: 70, ...(byMonth ? { splits: months } : {}), values: (_, at) => at.map((time) => short.format(new Date(time * 1000))) },
          { ...axis, size: 54, incrs: WHOLE, values: (_, at) => at.map((value) => integer(value)) },
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
      return item.name ?? this.catalogue.find((model) => model.id === item.group)?.name ?? item.group;
    }
    if (this.usage?.groupBy === 'key') {
      return item.name ?? caller(item.group);
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
          <es-account-select page="usage" .account=${this.account}></es-account-select>
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
    const { unit, times } = bars(this.days!);
    return html`<div class="tiles">
        ${tile(t('usage.executions'), integer(total.executions))} ${tile(t('usage.audio'), clock(total.audioSeconds))}
        ${tile(t('usage.tokens'), integer(total.promptTokens + total.completionTokens))} ${tile(t('history.cost'), money(total.cost.total, currency))}
      </div>
      ${usage.items.length === 0
        ? html`<div class="card empty">${icon('chart')}<b>${t('usage.empty')}</b><p>${t('usage.empty-text')}</p></div>`
        : html`<section class="card pad stack" aria-labelledby="chart-title">
              <h2 id="chart-title">${t(unit === 'month' ? 'usage.chart-month' : 'usage.chart')}</h2>
              <div class="chart" role="img" aria-label=${many(unit === 'month' ? 'usage.chart-text-month' : 'usage.chart-text', times.length)}></div>
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
                          <td data-label=${name}>
                            <div>
                              <span class="cut" title=${this.name(item)}>${this.name(item)}</span>
                              ${item.name ? html`<span class="soft mono small">${shortId(item.group!)}</span>` : nothing}
                            </div>
                          </td>
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

/** The beginning of the id of a model or a key, which tells two of the same name apart. */
function shortId(group: string): string {
  return group.replace(/^key:/, '').slice(0, 8);
}

function value(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define('es-usage', UsagePage);
