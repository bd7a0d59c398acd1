import { html, nothing, type TemplateResult } from 'lit';
import { address, type Model } from '../api';
import { code, DIALECTS, type Dialect } from '../code';
import type { RunProgress } from '../follow';
import { jobs, reason, type Job } from '../jobs';
import { Recorder } from '../recorder';
import { most, type Options } from '../runs';
import { models } from '../session';
import { bytes, clock, languageName, many, percent, t } from '../texts';
import { copy, icon, say, trouble, View } from '../view';

/** The options stay for as long as the page is open, whichever part of it is shown. */
const options: Options = { model: '', prompt: '', separate: false, channel: '', user: '' };

/** A recording goes on while another page is shown. */
let running: Recorder | undefined;

/** The name of the file that was taken last, for the shown code. */
const FIRST_FILE = 'recording.mp3';
let lastFile = FIRST_FILE;

// the browser asks before it closes a page that records or sends
window.addEventListener('beforeunload', (event) => {
  if (running || jobs.all.some((job) => !job.ended && !job.survives)) {
    event.preventDefault();
  }
});

document.addEventListener('signed-out', () => {
  running?.close();
  running = undefined;
  lastFile = FIRST_FILE;
});

/** Takes recordings and shows what becomes of them. */
class Transcribe extends View {
  static override properties = {
    over: { state: true },
    catalogue: { state: true },
    failure: { state: true },
    recorder: { state: true },
    dialect: { state: true },
  };
  declare over: boolean;
  declare catalogue: Model[];
  declare failure: string;
  declare recorder: Recorder | undefined;
  declare dialect: Dialect;
  private tick = 0;
  private opening = '';
  private levels: number[] = [];

  constructor() {
    super();
    this.over = false;
    this.catalogue = [];
    this.failure = '';
    this.recorder = running;
    this.dialect = 'curl';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(jobs, 'change', () => this.changed());
    this.listen(document, 'language', () => this.requestUpdate());
    this.listen(document, 'paste', (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) {
        event.preventDefault();
        this.take(files);
      }
    });
    // a file that misses the area must not replace the page
    this.listen(window, 'dragover', (event: Event) => event.preventDefault());
    this.listen(window, 'drop', (event: DragEvent) => {
      event.preventDefault();
      this.over = false;
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
    if (this.recorder) {
      this.draw();
    }
    models()
      .then((known) => {
        // people who may change the catalogue see disabled models too
        const all = known.filter((model) => model.enabled);
        this.catalogue = all;
        if (!all.some((model) => model.id === options.model)) {
          options.model = (all.find((model) => model.isDefault) ?? all[0])?.id ?? '';
        }
      })
      .catch((failure: unknown) => (this.failure = reason(failure)));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.tick);
  }

  /** The transcript of a single file opens by itself. */
  private changed(): void {
    const job = jobs.all.find((one) => one.id === this.opening);
    if (job?.ended) {
      this.opening = '';
      if (job.state === 'done' && job.instance) {
        location.hash = `#/recording/${job.instance}`;
      }
    }
    this.requestUpdate();
  }

  private take(files: File[], recorded = false): void {
    if (files.length === 0) {
      return;
    }
    lastFile = files[0]!.name;
    const idle = jobs.all.every((job) => job.ended);
    const made = jobs.add(files, options, recorded);
    this.opening = idle && made.length === 1 ? made[0]!.id : '';
  }

  private choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.take([...(input.files ?? [])]);
    input.value = '';
  }

  private async record(): Promise<void> {
    this.failure = '';
    const recorder = new Recorder();
    try {
      await recorder.start();
    } catch {
      recorder.close();
      this.failure = t('record.denied');
      return;
    }
    this.recorder = running = recorder;
    this.levels = [];
    this.draw();
  }

  private draw(): void {
    this.meter();
    this.tick = requestAnimationFrame(() => this.draw());
  }

  private meter(): void {
    const canvas = this.querySelector<HTMLCanvasElement>('.level canvas');
    const time = this.querySelector('.recorder .time');
    const pen = canvas?.getContext('2d');
    if (!this.recorder || !canvas || !pen || !time) {
      return;
    }
    const shown = clock(this.recorder.seconds);
    if (time.textContent !== shown) {
      time.textContent = shown;
    }
    this.levels.push(this.recorder.level());
    this.levels.splice(0, this.levels.length - 44);
    canvas.width = canvas.clientWidth;
    canvas.height = canvas.clientHeight;
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--accent');
    this.levels.forEach((level, index) => {
      const height = Math.max(2, level * canvas.height);
      pen.fillRect(index * 5, (canvas.height - height) / 2, 3, height);
    });
  }

  private async stop(keep: boolean): Promise<void> {
    cancelAnimationFrame(this.tick);
    const recorder = this.recorder!;
    this.recorder = running = undefined;
    const file = await recorder.stop();
    if (keep) {
      this.take([file], true);
    }
  }

  private set<K extends keyof Options>(name: K, value: Options[K]): void {
    options[name] = value;
    this.requestUpdate();
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="head">
        <div>
          <h1>${t('transcribe.title')}</h1>
          <p>${t('transcribe.subtitle')}</p>
        </div>
      </div>
      <div class="cols">
        <div class="stack">
          ${trouble(this.failure)}
          ${this.recorder ? this.recording(this.recorder) : this.area()} ${this.list()}
        </div>
        <div class="stack">${this.choices()} ${this.example()}</div>
      </div>
    </div>`;
  }

  private area(): TemplateResult {
    return html`<section
      class="drop ${this.over ? 'over' : ''}"
      aria-labelledby="drop-title"
      @dragenter=${() => (this.over = true)}
      @dragover=${() => (this.over = true)}
      @dragleave=${() => (this.over = false)}
    >
      ${icon('upload')}
      <div class="stack tight">
        <h2 id="drop-title">${t('drop.title')}</h2>
        <p class="soft">${t('drop.text')}</p>
      </div>
      <div class="actions">
        <button class="btn primary" @click=${() => this.querySelector<HTMLInputElement>('input[type=file]')!.click()}>
          ${icon('file')}${t('drop.choose')}
        </button>
        <button class="btn" ?disabled=${!Recorder.possible} @click=${() => this.record()}>${icon('mic')}${t('record.start')}</button>
      </div>
      <input type="file" multiple hidden accept="audio/*,video/*,.mp3,.mp4,.mpeg,.mpga,.m4a,.wav,.webm,.ogg,.flac"
        aria-label=${t('drop.choose')} @change=${(event: Event) => this.choose(event)} />
      <p class="soft small">${t('drop.limits', most())}${Recorder.possible ? nothing : html` ${t('record.secure')}`}</p>
    </section>`;
  }

  private recording(recorder: Recorder): TemplateResult {
    return html`<section class="drop recorder" aria-label=${t('record.label')}>
      <div class="time" role="timer">0:00</div>
      <div class="level" aria-hidden="true"><canvas></canvas></div>
      <p class="soft" role="status">${t(recorder.paused ? 'record.paused' : 'record.running')}</p>
      <div class="actions">
        <button class="btn primary" @click=${() => this.stop(true)}>${icon('good')}${t('record.done')}</button>
        <button
          class="btn"
          @click=${() => {
            recorder.paused ? recorder.resume() : recorder.pause();
            this.requestUpdate();
          }}
        >
          ${icon(recorder.paused ? 'mic' : 'pause')}${t(recorder.paused ? 'record.resume' : 'record.pause')}
        </button>
        <button class="btn plain" @click=${() => this.stop(false)}>${t('record.discard')}</button>
      </div>
    </section>`;
  }

  private list(): TemplateResult | typeof nothing {
    if (jobs.all.length === 0) {
      return nothing;
    }
    return html`<section class="card" aria-labelledby="jobs-title">
      <div class="job">
        <div class="top">
          <h2 class="title" id="jobs-title">${t('jobs.title')}</h2>
          ${jobs.all.some((job) => job.ended)
            ? html`<button class="btn plain compact" @click=${() => jobs.clear()}>${t('jobs.clear')}</button>`
            : nothing}
        </div>
      </div>
      ${jobs.all.map((job) => this.job(job))}
    </section>`;
  }

  private job(job: Job): TemplateResult {
    const running = job.state === 'uploading' || job.state === 'queued' || job.state === 'recognising';
    const done = job.state === 'uploading' ? job.share : job.state === 'recognising' ? recognised(job.progress) : undefined;
    const state = {
      waiting: html`<span class="tag">${t('job.waiting')}</span>`,
      uploading: html`<span class="tag busy">${t('job.uploading', percent(job.share))}</span>`,
      queued: html`<span class="tag">${t('state.queued')}</span>`,
      recognising: html`<span class="tag busy">${done === undefined ? t('job.recognising') : t('job.recognising-share', percent(done))}</span>`,
      done: html`<span class="tag good">${t('job.done')}</span>`,
      failed: html`<span class="tag bad">${t('job.failed')}</span>`,
      cancelled: html`<span class="tag">${t('job.cancelled')}</span>`,
    }[job.state];
    return html`<article class="job" aria-label=${job.file.name}>
      <div class="top">
        <div class="title">
          <b title=${job.file.name}>${job.file.name}</b>
          <span class="soft small">${bytes(job.file.size)}</span>
        </div>
        ${state}
        ${job.ended
          ? nothing
          : html`<button class="btn compact" @click=${() => jobs.cancel(job)}>${t('job.cancel')}</button>`}
        ${job.state === 'failed' || job.state === 'cancelled'
          ? html`<button class="btn compact" @click=${() => jobs.again(job)}>${t('job.again')}</button>`
          : nothing}
        ${job.state === 'done' && job.instance
          ? html`<a class="btn compact primary" href="#/recording/${job.instance}">${t('job.open')}</a>`
          : nothing}
      </div>
      ${running
        ? html`<progress
            max="1"
            value=${done ?? nothing}
            aria-label=${t(job.state === 'uploading' ? 'job.upload-progress' : job.state === 'queued' ? 'state.queued' : 'job.recognising')}
          ></progress>`
        : nothing}
      ${job.survives && !job.ended
        ? html`<p class="soft small">
            ${job.state === 'queued' && job.progress?.runsBefore !== undefined ? many('recording.before', job.progress.runsBefore) : nothing} ${t('job.survives')}
          </p>`
        : nothing}
      ${job.reason ? html`<div class="note bad" role="alert">${icon('warn')}<div>${job.reason}</div></div>` : nothing}
      ${job.text
        ? html`<p class="live" tabindex="0" aria-label=${t('job.text')}>${job.text}</p>`
        : job.state === 'done'
          ? html`<p class="soft">${t('job.silence')}</p>`
          : nothing}
    </article>`;
  }

  private choices(): TemplateResult {
    const known = this.catalogue.find((model) => model.id === options.model);
    return html`<section class="card pad stack" aria-labelledby="options-title">
      <h2 id="options-title">${t('options.title')}</h2>
      <div class="field">
        <label for="model">${t('options.model')}</label>
        <select class="input" id="model" @change=${(event: Event) => this.set('model', (event.target as HTMLSelectElement).value)}>
          ${this.catalogue.map(
            (model) => html`<option value=${model.id} ?selected=${model.id === options.model}>${model.name}</option>`,
          )}
        </select>
        ${known ? html`<span class="hint">${known.languages.map(languageName).join(', ')} · ${known.provider}</span>` : nothing}
      </div>
      <div class="field">
        <label for="prompt">${t('options.prompt')}</label>
        <textarea
          class="input"
          id="prompt"
          maxlength="4096"
          placeholder=${t('options.prompt-example')}
          .value=${options.prompt}
          aria-describedby="prompt-hint"
          @input=${(event: Event) => this.set('prompt', (event.target as HTMLTextAreaElement).value)}
        ></textarea>
        <span class="hint" id="prompt-hint">${t('options.prompt-hint')}</span>
      </div>
      <label class="check">
        <input
          type="checkbox"
          .checked=${options.separate}
          @change=${(event: Event) => this.set('separate', (event.target as HTMLInputElement).checked)}
        />
        <span><b>${t('options.separate')}</b><span class="soft small">${t('options.separate-hint')}</span></span>
      </label>
      <details class="stack" ?open=${options.channel !== '' || options.user !== ''}>
        <summary>${t('options.attribution')}</summary>
        <div class="stack tight">
          <div class="field">
            <label for="channel">${t('options.channel')}</label>
            <input class="input" id="channel" maxlength="100" .value=${options.channel}
              @input=${(event: Event) => this.set('channel', (event.target as HTMLInputElement).value)} />
          </div>
          <div class="field">
            <label for="user">${t('options.user')}</label>
            <input class="input" id="user" maxlength="256" .value=${options.user}
              @input=${(event: Event) => this.set('user', (event.target as HTMLInputElement).value)} />
          </div>
          <span class="soft small">${t('options.attribution-hint')}</span>
        </div>
      </details>
    </section>`;
  }

  private example(): TemplateResult {
    const text = code(this.dialect, options, lastFile, address('api/v2/Audio/transcribe'));
    return html`<section class="card pad" aria-labelledby="code-title">
      <details class="stack">
        <summary id="code-title">${t('code.title')}</summary>
        <div class="stack tight">
          <div class="bar">
            <div class="tabs grow" role="group" aria-label=${t('code.language')}>
              ${DIALECTS.map(
                (dialect) =>
                  html`<button aria-pressed=${dialect === this.dialect ? 'true' : 'false'} @click=${() => (this.dialect = dialect)}>
                    ${dialect}
                  </button>`,
              )}
            </div>
            <button
              class="btn plain compact icon"
              aria-label=${t('copy')}
              title=${t('copy')}
              @click=${async () => say(t((await copy(text)) ? 'copied' : 'not-copied'))}
            >
              ${icon('copy')}
            </button>
          </div>
          <pre class="code" tabindex="0" aria-label=${t('code.title')}><code>${text}</code></pre>
        </div>
      </details>
    </section>`;
  }
}

/** The share that is recognised; none where the service does not tell it. */
function recognised(progress: RunProgress | undefined): number | undefined {
  return progress && progress.totalSeconds > 0 ? Math.min(1, progress.doneSeconds / progress.totalSeconds) : undefined;
}

customElements.define('es-transcribe', Transcribe);
