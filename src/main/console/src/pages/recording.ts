import { html, nothing, type TemplateResult } from 'lit';
import { accountName, accounts, otherAccount } from '../account-select';
import { ask, get, Refused, save, type Balance, type Instance, type LedgerLine, type Model, type Page, type Peaks, type Segment, type Transcript } from '../api';
import { failureText } from '../failure';
import { follow, type RunProgress } from '../follow';
import { jobs, reason } from '../jobs';
import { DOUBTFUL, Lines } from '../lines';
import { Player } from '../player';
import { may, models } from '../session';
import { caller, clock, day, integer, language, languageName, many, moment, money, places, seconds, t } from '../texts';
import { copy, icon, say, trouble, View } from '../view';
import { states, stateTag, takeSought } from './history';
import '../wave';
import type { Wave } from '../wave';

const RATES = [0.75, 1, 1.25, 1.5, 1.75, 2];
const FORMATS = ['text', 'srt', 'vtt', 'json'] as const;
type Format = (typeof FORMATS)[number];
const ENDINGS: Record<Format, string> = { text: 'txt', srt: 'srt', vtt: 'vtt', json: 'json' };

/** A run that has not ended. */
interface Live {
  state: string;
  attempt: number;
  progress?: RunProgress;
  text: string;
}

/** What is typed and not saved, with the text that it replaces, by instance and segment. It stays while another page is shown. */
const drafts = new Map<string, { text: string; was: string }>();

document.addEventListener('signed-out', () => drafts.clear());
window.addEventListener('beforeunload', (event) => {
  if (drafts.size > 0) {
    event.preventDefault();
  }
});

/** Reads, hears and corrects one transcript. */
class Recording extends View {
  static override properties = {
    instance: { type: String },
    account: { type: String },
    details: { state: true },
    transcript: { state: true },
    peaks: { state: true },
    failure: { state: true },
    menu: { state: true },
    found: { state: true },
    ledger: { state: true },
    currency: { state: true },
    owner: { state: true },
    mismatch: { state: true },
    catalogue: { state: true },
    live: { state: true },
  };
  declare instance: string;
  /** The account of the recording, where an administrator looks at another one than the own. */
  declare account: string;
  declare details: Instance | undefined;
  declare transcript: Transcript | undefined;
  declare peaks: Peaks | undefined;
  declare failure: string;
  declare menu: boolean;
  declare found: { ranges: Range[]; now: number };
  declare ledger: LedgerLine[];
  declare currency: string;
  /** The name of the account, where it is not the own one. */
  declare owner: string;
  declare mismatch: boolean;
  declare catalogue: Model[];
  /** What the service tells of a run that has not ended. */
  declare live: Live | undefined;
  private following = new AbortController();
  private readonly player = new Player();
  private lines: Lines | undefined;
  private shown: Transcript | undefined;
  private doubt = -1;
  private scrolled = 0;
  private searching = 0;
  private doubtful: number[] = [];

  constructor() {
    super();
    this.instance = '';
    this.account = '';
    this.currency = '';
    this.owner = '';
    this.failure = '';
    this.menu = false;
    this.found = { ranges: [], now: 0 };
    this.ledger = [];
    this.mismatch = false;
    this.catalogue = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.player, 'change', () => this.requestUpdate());
    this.listen(this.player, 'time', () => this.tick());
    this.listen(document, 'language', () => {
      this.shown = undefined;
      this.requestUpdate();
    });
    this.listen(window, 'wheel', () => (this.scrolled = performance.now()));
    this.listen(window, 'touchmove', () => (this.scrolled = performance.now()));
    this.listen(document, 'click', (event: Event) => {
      if (this.menu && !(event.target as HTMLElement).closest('.menu')) {
        this.menu = false;
      }
    });
    this.listen(this, 'keydown', (event: KeyboardEvent) => this.key(event));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.following.abort();
    this.lines?.close();
    this.player.pause();
    this.player.close();
    CSS.highlights?.clear();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if ((changed.has('instance') || changed.has('account')) && this.instance) {
      this.details = this.peaks = undefined;
      this.ledger = [];
      this.mismatch = false;
      this.found = { ranges: [], now: 0 };
      void this.load();
    }
  }

  private async load(): Promise<void> {
    const { instance, accountId } = this;
    const base = `api/v2/Instances/${encodeURIComponent(instance)}`;
    const stale = (): boolean => instance !== this.instance || accountId !== this.accountId || !this.isConnected;
    this.failure = '';
    this.transcript = undefined;
    this.live = undefined;
    this.following.abort();
    this.player.close();
    models()
      .then((all) => (this.catalogue = all))
      .catch(() => {});
    accounts()
      .then((known) => (this.owner = this.accountId ? accountName(known, this.accountId) : ''))
      .catch(() => {});
    try {
      const details = await get<Instance>(base, { accountId });
      if (stale()) {
        return;
      }
      this.details = details;
      const file = jobs.file(this.instance);
      if (file) {
        this.player.load(file);
      }
      if (details.state === 'QUEUED' || details.state === 'RUNNING') {
        void this.follow(details);
      }
      if (details.transcriptStored) {
        const [transcript, peaks] = await Promise.all([
          get<Transcript>(`${base}/transcript`, { format: 'json', accountId }),
          get<Peaks>(`${base}/transcript/peaks`, { accountId }).catch(() => undefined),
        ]);
        if (stale()) {
          return;
        }
        this.transcript = transcript;
        this.peaks = peaks;
      }
      if (may.readUsage()) {
        const lines = (await get<Page<LedgerLine>>('api/v2/Billing/ledger', { instanceId: instance, accountId })).items;
        // a run that did not succeed has lines, but no cost that names the currency
        const currency = details.cost?.currency ?? (lines.length > 0 ? (await get<Balance>('api/v2/Billing/balance', { accountId })).currency : '');
        if (stale()) {
          return;
        }
        this.ledger = lines;
        this.currency = currency;
      }
    } catch (failure) {
      if (stale()) {
        return;
      }
      this.failure = reason(failure);
    }
    await this.updateComplete;
    this.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  /** Shows a run that has not ended while it goes on, and its transcript when it has. */
  private async follow(details: Instance): Promise<void> {
    const following = (this.following = new AbortController());
    this.live = { state: details.state, attempt: 0, text: '' };
    const change = (what: Partial<Live>): void => {
      if (this.live && !following.signal.aborted) {
        this.live = { ...this.live, ...what };
      }
    };
    try {
      await follow(
        details.instanceId,
        this.accountId,
        {
          state: (state, attempt) => change(attempt === this.live?.attempt ? { state } : { state, attempt, text: '' }),
          progress: (progress) => change({ progress }),
          segment: (text) => change({ text: `${this.live?.text ?? ''} ${text}`.trim() }),
        },
        following.signal,
      );
    } catch (failure) {
      if (!following.signal.aborted) {
        this.failure = reason(failure);
      }
      return;
    }
    if (!following.signal.aborted) {
      await this.load();
    }
  }

  private async cancel(): Promise<void> {
    try {
      await ask(`api/v2/Instances/${encodeURIComponent(this.instance)}/cancel`, { method: 'POST' });
      await this.load();
    } catch (failure) {
      say(reason(failure));
    }
  }

  private get accountId(): string | undefined {
    return otherAccount(this.account);
  }

  /** The service refuses a change of what another account has. */
  private get own(): boolean {
    return this.accountId === undefined;
  }

  private get duration(): number {
    return this.transcript?.duration ?? seconds(this.details?.metadata.duration) ?? 0;
  }

  /** The name of the file in this page; the service keeps none. */
  private get name(): string {
    return jobs.file(this.instance)?.name ?? '';
  }

  override updated(): void {
    const list = this.querySelector<HTMLElement>('.lines');
    if (!list || !this.transcript) {
      this.shown = undefined;
      return;
    }
    if (this.shown !== this.transcript) {
      this.shown = this.transcript;
      this.lines?.close();
      this.lines = new Lines(list, {
        editable: this.own && may.transcribe(),
        hear: (from) => this.hear(from),
        edit: (segment) => this.edit(segment),
        undo: (segment) => void this.undo(segment),
      });
      this.lines.show(this.transcript.segments);
      this.openDrafts();
      const sought = takeSought(this.instance);
      const find = this.querySelector<HTMLInputElement>('.find input');
      if (sought && find) {
        find.value = sought;
        this.search(sought);
      }
    }
    this.tick();
  }

  /** Shows the time without a new rendering of the page: it changes with each frame. */
  private tick(): void {
    const now = this.player.now;
    const wave = this.querySelector<Wave>('es-wave');
    if (wave) {
      wave.now = now;
    }
    const shown = this.querySelector('.clock .now');
    if (shown && shown.textContent !== clock(now)) {
      shown.textContent = clock(now);
    }
    this.lines?.at(now, this.player.playing && performance.now() - this.scrolled > 3000);
  }

  private hear(from: number): void {
    if (this.player.loaded && !this.player.failed) {
      this.player.hear(from);
    } else {
      say(t('player.missing'));
      this.querySelector<HTMLElement>('.choose')?.focus();
    }
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.key === 'Escape' && this.menu) {
      this.menu = false;
      this.querySelector<HTMLElement>('.menu > button')?.focus();
      return;
    }
    if (target.closest('input, textarea, select, dialog') || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const act: Record<string, () => void> = {
      ArrowLeft: () => this.player.seek(this.player.now - 5),
      ArrowRight: () => this.player.seek(this.player.now + 5),
    };
    // letters act in the player and the text alone: people who speak to their machine write letters without meaning keys
    const letters: typeof act = {
      d: () => this.nextDoubt(1),
      D: () => this.nextDoubt(-1),
      e: () => {
        const segment = this.lines?.current();
        if (segment && this.own && may.transcribe()) {
          this.edit(segment);
        }
      },
      '/': () => this.querySelector<HTMLInputElement>('.find input')?.focus(),
    };
    if (!target.matches('button, a, summary, [role=button]')) {
      act[' '] = () => this.player.toggle();
    }
    if (target.closest('.player, .lines')) {
      Object.assign(act, letters);
    }
    const action = act[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  }

  private nextDoubt(step: number): void {
    const doubts = this.lines?.doubts() ?? [];
    if (doubts.length === 0) {
      return;
    }
    const focused = doubts.indexOf(document.activeElement as HTMLElement);
    this.doubt = ((focused >= 0 ? focused : this.doubt) + step + doubts.length) % doubts.length;
    const mark = doubts[this.doubt]!;
    mark.scrollIntoView({ block: 'center' });
    mark.focus({ preventScroll: true });
    if (this.player.loaded && !this.player.failed) {
      mark.click();
    }
  }

  private search(text: string): void {
    clearTimeout(this.searching);
    this.searching = window.setTimeout(() => {
      this.found = { ranges: this.lines?.find(text.trim()) ?? [], now: 0 };
      this.light();
    }, 120);
  }

  private step(by: number): void {
    const count = this.found.ranges.length;
    if (count > 0) {
      this.found = { ...this.found, now: (this.found.now + by + count) % count };
      this.light();
    }
  }

  private light(): void {
    const { ranges, now } = this.found;
    if ('highlights' in CSS) {
      CSS.highlights.set('found', new Highlight(...ranges));
      CSS.highlights.set('found-now', new Highlight(...ranges.slice(now, now + 1)));
    }
    ranges[now]?.startContainer.parentElement?.closest('.line')?.scrollIntoView({ block: 'center' });
  }

  /** Opens a line to be corrected. Other lines that are open stay so, with what is typed there. */
  private edit(segment: Segment): void {
    const cell = this.lines?.element(segment.id)?.querySelector('.said-cell');
    const open = cell?.querySelector<HTMLTextAreaElement>('.editor textarea');
    if (!cell || open) {
      open?.focus();
      return;
    }
    this.player.pause();
    this.editor(segment, cell).focus();
  }

  private editor(segment: Segment, cell: Element): HTMLTextAreaElement {
    const form = document.createElement('form');
    form.className = 'editor';
    const area = document.createElement('textarea');
    area.className = 'input';
    area.value = drafts.get(this.draft(segment))?.text ?? segment.text;
    area.setAttribute('aria-label', t('line.text', clock(segment.start)));
    const wrong = document.createElement('div');
    wrong.className = 'wrong small';
    wrong.setAttribute('role', 'alert');
    const actions = document.createElement('div');
    actions.className = 'actions';
    const button = (text: string, classes: string, type: 'submit' | 'button', action?: () => void): HTMLButtonElement => {
      const made = document.createElement('button');
      made.type = type;
      made.className = classes;
      made.textContent = text;
      made.onclick = action ?? null;
      actions.append(made);
      return made;
    };
    const save = button(t('line.save'), 'btn primary compact', 'submit');
    button(t('cancel'), 'btn compact', 'button', () => this.closeEditor(segment));
    if (this.player.loaded) {
      button(t('line.again'), 'btn plain compact', 'button', () => this.player.hear(segment.start, segment.end + 0.2));
    }
    form.append(area, wrong, actions);
    form.onsubmit = async (event) => {
      event.preventDefault();
      if (!save.disabled) {
        save.disabled = true;
        wrong.textContent = await this.correct(segment, area.value);
        save.disabled = false;
        if (wrong.textContent) {
          // a button that was disabled has lost the focus
          area.focus();
        }
      }
    };
    form.onkeydown = (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this.closeEditor(segment);
      } else if (event.key === 'Enter' && !event.shiftKey && event.target === area) {
        event.preventDefault();
        form.requestSubmit();
      }
    };
    const fit = (): void => {
      area.style.height = 'auto';
      area.style.height = `${area.scrollHeight + 2}px`;
    };
    area.oninput = () => {
      const draft = this.draft(segment);
      drafts.set(draft, { text: area.value, was: drafts.get(draft)?.was ?? segment.text });
      fit();
    };
    cell.replaceChildren(form);
    fit();
    area.setSelectionRange(area.value.length, area.value.length);
    return area;
  }

  private draft(segment: Segment): string {
    return `${this.instance}/${segment.id}`;
  }

  /** Opens the lines again whose corrections were typed and not saved. */
  private openDrafts(): void {
    for (const segment of this.own && may.transcribe() ? this.transcript!.segments : []) {
      const cell = drafts.has(this.draft(segment)) && this.lines?.element(segment.id)?.querySelector('.said-cell');
      if (cell) {
        this.editor(segment, cell);
      }
    }
  }

  private closeEditor(segment: Segment): void {
    drafts.delete(this.draft(segment));
    this.show(segment);
  }

  private show(segment: Segment): void {
    const old = this.lines?.element(segment.id);
    const focused = document.activeElement === document.body || old?.contains(document.activeElement);
    this.transcript!.segments[segment.id] = segment;
    this.lines?.replace(segment);
    if (focused) {
      this.lines?.element(segment.id)?.querySelector<HTMLElement>('.edit')?.focus({ preventScroll: true });
    }
    this.requestUpdate();
  }

  /** Stores a correction. It answers the reason where it is not stored; what was typed stays. */
  private async correct(segment: Segment, typed: string): Promise<string> {
    const text = typed.replace(/\s*[\r\n]+\s*/g, ' ').trim();
    if (text === segment.text) {
      this.closeEditor(segment);
      return '';
    }
    const { instance } = this;
    const draft = this.draft(segment);
    try {
      const path = `api/v2/Instances/${instance}/transcript/segments/${segment.id}`;
      const stored: Segment = await (await ask(path, { method: 'PUT', body: { text, was: drafts.get(draft)?.was ?? segment.text } })).json();
      drafts.delete(draft);
      if (instance === this.instance) {
        this.show(stored);
      }
      say(t('line.saved'));
      return '';
    } catch (failure) {
      return failure instanceof Refused && failure.status === 409 ? this.changedMeanwhile(segment, typed, instance) : reason(failure);
    }
  }

  /** Takes the text that another person has stored as the one that was seen; what is typed stays. */
  private async changedMeanwhile(segment: Segment, typed: string, instance: string): Promise<string> {
    try {
      const now = await get<Transcript>(`api/v2/Instances/${instance}/transcript`, { format: 'json' });
      Object.assign(segment, { correction: undefined, words: undefined }, now.segments[segment.id]);
      drafts.set(`${instance}/${segment.id}`, { text: typed, was: segment.text });
      return t('line.changed', segment.text);
    } catch (failure) {
      return reason(failure);
    }
  }

  /** Shows what another person has made of a line meanwhile. */
  private async showAnew(segment: Segment, instance: string): Promise<void> {
    try {
      const now = await get<Transcript>(`api/v2/Instances/${instance}/transcript`, { format: 'json' });
      if (instance === this.instance) {
        this.show(now.segments[segment.id]!);
      }
      say(t('line.not-undone'));
    } catch (failure) {
      say(reason(failure));
    }
  }

  private async undo(segment: Segment): Promise<void> {
    const { instance } = this;
    try {
      const path = `api/v2/Instances/${instance}/transcript/segments/${segment.id}`;
      // the text of the machine undoes; a DELETE names what was seen in its address, where long texts have no place
      const body = { text: segment.correction!.machineText, was: segment.text };
      const stored: Segment = await (await ask(path, { method: 'PUT', body })).json();
      if (instance === this.instance) {
        this.show(stored);
      }
      say(t('line.undone'));
    } catch (failure) {
      if (failure instanceof Refused && failure.status === 409) {
        await this.showAnew(segment, instance);
      } else {
        say(reason(failure));
      }
    }
  }

  private async download(format: Format): Promise<void> {
    this.menu = false;
    try {
      const path = `api/v2/Instances/${this.instance}/transcript`;
      const answer = await ask(path, { query: { format, accountId: this.accountId }, accept: '*/*, application/json' });
      const base = this.name.replace(/\.[^.]*$/, '') || `transcript-${this.instance.slice(0, 8)}`;
      save(await answer.blob(), `${base}.${ENDINGS[format]}`);
    } catch (failure) {
      say(reason(failure));
    }
  }

  private async copyText(): Promise<void> {
    const spoken = this.transcript!.segments.filter((segment) => segment.text.trim());
    const text = spoken.some((segment) => segment.speaker)
      ? spoken.map((segment) => `${t('line.speaker', segment.speaker ?? '')}: ${segment.text}`).join('\n')
      : spoken.map((segment) => segment.text).join(' ');
    say(t((await copy(text)) ? 'copied' : 'not-copied'));
  }

  /** Takes a file of the person's for the recording if it has the digest that the instance keeps. */
  private async hearFile(file: File | undefined): Promise<void> {
    if (!file || !this.details) {
      return;
    }
    this.mismatch = !(await this.isRecording(file, this.details));
    if (!this.mismatch) {
      jobs.keep(this.instance, file);
      this.player.load(file);
      this.requestUpdate();
    }
  }

  private async isRecording(file: File, details: Instance): Promise<boolean> {
    if (file.size !== details.fileBytes) {
      return false;
    }
    // without HTTPS a page cannot compute a digest
    const expected = this.transcript?.fileSha256;
    if (!expected || !crypto.subtle) {
      return true;
    }
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === expected;
  }

  private async forget(): Promise<void> {
    this.querySelector<HTMLDialogElement>('#forget')?.close();
    try {
      await ask(`api/v2/Instances/${this.instance}/transcript`, { method: 'DELETE' });
      say(t('forget.done'));
      this.peaks = undefined;
      await this.load();
    } catch (failure) {
      say(reason(failure));
    }
  }

  override render(): TemplateResult {
    const { details, transcript } = this;
    const title = this.name || (details ? t('recording.title', moment(details.startedAt)) : t('loading'));
    return html`<div class="page" tabindex="-1">
      <div class="head">
        <div>
          <h1 tabindex="-1">${title}</h1>
          ${details ? this.facts(details) : nothing}
        </div>
        ${transcript && transcript.segments.length > 0
          ? html`<div class="actions">
              <button class="btn" @click=${() => this.copyText()}>${icon('copy')}${t('copy')}</button>
              ${this.downloads()}
            </div>`
          : nothing}
      </div>
      ${trouble(this.failure, () => void this.load())}
      ${details?.state === 'FAILED'
        ? html`<div class="note bad">${icon('warn')}<div>${t('recording.failed', failureText(details.failure))}</div></div>`
        : nothing}
      ${details?.state === 'CANCELLED'
        ? html`<div class="card empty">${icon('clock')}${stateTag(details.state)}<p>${t('recording.cancelled')}</p></div>`
        : nothing}
      ${this.live ? this.underWay(this.live) : nothing}
      ${details && details.state === 'SUCCEEDED' && !details.transcriptStored
        ? html`<div class="card empty">${icon('file')}<b>${t('recording.not-kept')}</b><p>${t('recording.not-kept-text')}</p></div>`
        : nothing}
      ${transcript ? (transcript.segments.length > 0 ? this.reading(transcript) : this.silence()) : nothing}
      ${details ? this.about(details) : nothing}
    </div>`;
  }

  private underWay({ state, progress, text }: Live): TemplateResult {
    const queued = state === 'QUEUED';
    return html`<section class="card pad stack" aria-label=${t('filter.state')}>
      <div role="status">${stateTag(state)} ${t(queued ? 'recording.queued' : 'recording.running')}</div>
      ${queued && progress?.runsBefore !== undefined ? html`<p class="soft">${many('recording.before', progress.runsBefore)}</p>` : nothing}
      ${!queued && progress
        ? html`<progress max=${progress.totalSeconds} .value=${Math.min(progress.doneSeconds, progress.totalSeconds)} aria-label=${t('recording.progress')}></progress>
            <p class="soft small">${t('recording.progress-value', clock(progress.doneSeconds), clock(progress.totalSeconds))}</p>`
        : nothing}
      ${text ? html`<p class="live" tabindex="0" aria-label=${t('job.text')}>${text}</p>` : nothing}
      ${this.own && may.cancel() ? html`<div><button class="btn compact danger" @click=${() => this.cancel()}>${t('recording.cancel')}</button></div>` : nothing}
    </section>`;
  }

  private silence(): TemplateResult {
    return html`<div class="card empty">${icon('mic')}<b>${t('recording.silence')}</b><p>${t('recording.silence-text')}</p></div>`;
  }

  private facts(details: Instance): TemplateResult {
    const spoken = this.transcript?.languages ?? (details.metadata.language ? [details.metadata.language] : []);
    return html`<p class="facts">
      ${spoken.length > 0 ? html`<span>${icon('language')}${spoken.map(languageName).join(', ')}</span>` : nothing}
      ${this.duration > 0 ? html`<span>${icon('clock')}${clock(this.duration)}</span>` : nothing}
      ${details.cost?.currency ? html`<span>${icon('card')}${money(details.cost.total, details.cost.currency)}</span>` : nothing}
    </p>`;
  }

  private downloads(): TemplateResult {
    const names: Record<Format, string> = {
      text: t('format.text'),
      srt: t('format.srt'),
      vtt: t('format.vtt'),
      json: t('format.json'),
    };
    return html`<div class="menu">
      <button
        class="btn primary"
        aria-haspopup="true"
        aria-expanded=${this.menu ? 'true' : 'false'}
        @click=${async () => {
          this.menu = !this.menu;
          await this.updateComplete;
          this.querySelector<HTMLElement>('.menu li button')?.focus();
        }}
      >
        ${icon('download')}${t('download')}
      </button>
      ${this.menu
        ? html`<ul aria-label=${t('download')}>
            ${FORMATS.map(
              (format) =>
                html`<li>
                  <button @click=${() => this.download(format)}>${names[format]}<span class="soft small">.${ENDINGS[format]}</span></button>
                </li>`,
            )}
          </ul>`
        : nothing}
    </div>`;
  }

  private reading(transcript: Transcript): TemplateResult {
    const doubts = this.doubtsOf(transcript);
    const { ranges, now } = this.found;
    const wanted = this.querySelector<HTMLInputElement>('.find input')?.value ?? '';
    return html`<section class="card player" aria-label=${t('player.label')}>
        <es-wave
          .peaks=${this.peaks}
          .duration=${this.duration}
          .doubts=${doubts}
          @seek=${(event: CustomEvent<number>) => (this.player.loaded ? this.player.seek(event.detail) : this.hear(0))}
        ></es-wave>
        ${this.player.loaded ? this.controls() : this.choose()}
        ${this.player.failed ? html`<div class="note bad" role="alert">${icon('warn')}<div>${t('player.unsupported')}</div></div>` : nothing}
        <div class="bar">
          <div class="find">
            ${icon('find')}
            <input
              class="input"
              type="search"
              aria-label=${t('find.label')}
              placeholder=${t('find.short')}
              @input=${(event: Event) => this.search((event.target as HTMLInputElement).value)}
              @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.step(event.shiftKey ? -1 : 1)}
            />
          </div>
          ${wanted.trim()
            ? html`<span class="small soft" role="status">
                  ${ranges.length > 0 ? t('find.count', integer(now + 1), integer(ranges.length)) : t('find.none')}
                </span>
                <button class="btn plain compact icon" aria-label=${t('find.previous')} @click=${() => this.step(-1)}>${icon('up')}</button>
                <button class="btn plain compact icon" aria-label=${t('find.next')} @click=${() => this.step(1)}>${icon('down')}</button>`
            : nothing}
          <span class="grow"></span>
          ${doubts.length > 0
            ? html`<button class="btn compact" @click=${() => this.nextDoubt(1)}>${icon('doubt')}${many('doubts', doubts.length)}</button>`
            : nothing}
        </div>
      </section>
      <section class="card" aria-label=${t('lines.label')}><div class="lines" role="list" tabindex="-1"></div></section>
      <p class="soft small">${t('shortcuts')}</p>`;
  }

  /** When the doubtful words are. A rendering with the same words gives the waveform the same list, and draws nothing. */
  private doubtsOf({ segments }: Transcript): number[] {
    const starts = segments.flatMap(({ words }) =>
      (words ?? []).filter(({ confidence }) => confidence !== undefined && confidence < DOUBTFUL).map(({ start }) => start),
    );
    if (starts.length !== this.doubtful.length || starts.some((start, at) => start !== this.doubtful[at])) {
      this.doubtful = starts;
    }
    return this.doubtful;
  }

  private controls(): TemplateResult {
    const playing = this.player.playing;
    return html`<div class="bar">
      <button class="btn plain icon" aria-label=${t('player.back')} title=${t('player.back')} @click=${() => this.player.seek(this.player.now - 5)}>
        ${icon('back')}
      </button>
      <button class="btn primary icon play" aria-label=${t(playing ? 'player.pause' : 'player.play')} @click=${() => this.player.toggle()}>
        ${icon(playing ? 'pause' : 'play')}
      </button>
      <button class="btn plain icon" aria-label=${t('player.forth')} title=${t('player.forth')} @click=${() => this.player.seek(this.player.now + 5)}>
        ${icon('forth')}
      </button>
      <span class="clock"><span class="now"></span><span class="soft"> / ${clock(this.duration)}</span></span>
      <span class="grow"></span>
      <div class="rates-narrow">
        <select
          class="input"
          aria-label=${t('player.rate')}
          @change=${(event: Event) => (this.player.rate = Number((event.target as HTMLSelectElement).value))}
        >
          ${RATES.map((rate) => html`<option value=${rate} ?selected=${this.player.rate === rate}>${rateText(rate)}</option>`)}
        </select>
      </div>
      <div class="tabs rates-wide" role="group" aria-label=${t('player.rate')}>
        ${RATES.map(
          (rate) =>
            html`<button aria-pressed=${this.player.rate === rate ? 'true' : 'false'} @click=${() => (this.player.rate = rate)}>
              ${rateText(rate)}
            </button>`,
        )}
      </div>
    </div>`;
  }

  private choose(): TemplateResult {
    return html`<div class="note">
      ${icon('play')}
      <div class="stack tight">
        <div>${t('player.choose-text')}</div>
        ${this.mismatch ? html`<div role="alert"><b>${t('player.mismatch')}</b></div>` : nothing}
        <div>
          <button class="btn compact choose" @click=${() => this.querySelector<HTMLInputElement>('.own')!.click()}>${t('player.choose')}</button>
          <input class="own" type="file" hidden aria-label=${t('player.choose')}
            @change=${(event: Event) => this.hearFile((event.target as HTMLInputElement).files?.[0])} />
        </div>
      </div>
    </div>`;
  }

  private about(details: Instance): TemplateResult {
    const name = (id: string): string => this.catalogue.find((one) => one.id === id)?.name ?? id;
    const rows: [string, string | false | null | undefined][] = [
      [t('account.label'), this.owner],
      [t('about.model'), name(details.modelId)],
      [t('about.answered'), details.answeredBy && details.answeredBy !== details.modelId && name(details.answeredBy)],
      [t('about.started'), moment(details.startedAt)],
      [t('about.key'), caller(details.key)],
      [t('options.user'), details.userIdentifier],
      [t('options.channel'), details.channel],
      [t('filter.state'), states()[details.state]?.[1]],
      [t('about.finished'), details.finishedAt && moment(details.finishedAt)],
      [t('about.format'), details.format.toUpperCase()],
      [
        t('about.tokens'),
        details.tokenUsage && t('about.tokens-value', integer(details.tokenUsage.promptTokens), integer(details.tokenUsage.completionTokens)),
      ],
      [t('history.cost'), details.cost?.currency && money(details.cost.total, details.cost.currency)],
      [t('about.deleted'), this.transcript?.deletedOn && day(this.transcript.deletedOn)],
    ];
    const most = places(this.ledger.map((line) => line.amount));
    return html`<section class="card pad stack" aria-labelledby="about-title">
      <h2 id="about-title">${t('about.title')}</h2>
      <dl class="details">
        ${rows
          .filter(([, value]) => value)
          .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
        <div><dt>${t('about.id')}</dt><dd class="mono">${details.instanceId}</dd></div>
        ${details.requestId ? html`<div><dt>${t('about.request')}</dt><dd class="mono">${details.requestId}</dd></div>` : nothing}
      </dl>
      ${this.ledger.length > 0 && this.currency
        ? html`<div class="stack tight">
            <h2>${t('about.ledger')}</h2>
            <dl class="details">
              ${[...this.ledger].reverse().map(
                (line) => html`<div><dt>${ledgerKind(line.kind)}</dt><dd>${money(line.amount, this.currency, most)}</dd></div>`,
              )}
            </dl>
          </div>`
        : nothing}
      ${details.transcriptStored && this.own && may.transcribe()
        ? html`<div>
              <button class="btn compact danger" @click=${() => this.querySelector<HTMLDialogElement>('#forget')?.showModal()}>
                ${t('forget.button')}
              </button>
            </div>
            <dialog id="forget" aria-labelledby="forget-title">
              <div class="body">
                <h2 id="forget-title">${t('forget.title')}</h2>
                <p>${t('forget.text')}</p>
                <div class="actions">
                  <button class="btn danger" @click=${() => this.forget()}>${t('forget.button')}</button>
                  <button class="btn" @click=${() => this.querySelector<HTMLDialogElement>('#forget')?.close()}>${t('cancel')}</button>
                </div>
              </div>
            </dialog>`
        : nothing}
    </section>`;
  }
}

function rateText(rate: number): string {
  return `${rate.toLocaleString(language())}×`;
}

/** A kind of ledger line in words. */
export function ledgerKind(kind: string): string {
  const names: Record<string, string> = {
    CREDIT: t('ledger.credit'),
    HOLD: t('ledger.hold'),
    RELEASE: t('ledger.release'),
    CHARGE: t('ledger.charge'),
  };
  return names[kind] ?? kind;
}


customElements.define('es-recording', Recording);
