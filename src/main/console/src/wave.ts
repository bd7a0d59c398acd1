import { html, type TemplateResult } from 'lit';
import type { Peaks } from './api';
import { clock, t } from './texts';
import { View } from './view';

/** Draws how loud a recording is, from the peaks of the service, and is the slider of its time. */
export class Wave extends View {
  static override properties = { peaks: { attribute: false }, duration: { type: Number }, doubts: { attribute: false } };
  declare peaks: Peaks | undefined;
  declare duration: number;
  declare doubts: number[];
  private time = 0;
  private bars: number[] = [];
  private ahead: HTMLCanvasElement | undefined;
  private behind: HTMLCanvasElement | undefined;
  /** The place up to which the waveform is drawn as played; undefined where it has to be drawn anew. */
  private drawn: number | undefined;
  private readonly sizes = new ResizeObserver(() => this.measure());
  private colours: Record<string, string> = {};

  constructor() {
    super();
    this.peaks = undefined;
    this.duration = 0;
    this.doubts = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
    this.listen(document, 'theme', () => this.measure());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  /** Shows this time, without a new rendering of the page. */
  set now(seconds: number) {
    this.time = seconds;
    this.draw();
    const slider = this.querySelector('.wave');
    const whole = String(Math.floor(seconds));
    if (slider && slider.getAttribute('aria-valuenow') !== whole) {
      slider.setAttribute('aria-valuenow', whole);
      slider.setAttribute('aria-valuetext', t('wave.time', clock(seconds), clock(this.duration)));
    }
  }

  override render(): TemplateResult {
    return html`<div
      class="wave"
      role="slider"
      tabindex="0"
      aria-label=${t('wave.label')}
      aria-valuemin="0"
      aria-valuemax=${Math.max(1, Math.ceil(this.duration))}
      aria-valuenow=${Math.floor(this.time)}
      aria-valuetext=${t('wave.time', clock(this.time), clock(this.duration))}
      @pointerdown=${(event: PointerEvent) => this.point(event)}
      @pointermove=${(event: PointerEvent) => event.buttons === 1 && this.point(event)}
      @keydown=${(event: KeyboardEvent) => this.key(event)}
    >
      <canvas></canvas>
    </div>`;
  }

  override updated(): void {
    this.measure();
  }

  private point(event: PointerEvent): void {
    const area = event.currentTarget as HTMLElement;
    area.setPointerCapture(event.pointerId);
    const box = area.getBoundingClientRect();
    this.seek(((event.clientX - box.left) / box.width) * this.duration);
  }

  private key(event: KeyboardEvent): void {
    const steps: Record<string, number> = {
      ArrowLeft: -5,
      ArrowDown: -5,
      ArrowRight: 5,
      ArrowUp: 5,
      PageDown: -30,
      PageUp: 30,
      Home: -this.duration,
      End: this.duration,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.seek(this.time + step);
    }
  }

  private seek(seconds: number): void {
    const detail = Math.min(this.duration, Math.max(0, seconds));
    this.dispatchEvent(new CustomEvent('seek', { detail }));
  }

  /** Joins the intervals into as many bars as there is room for. */
  private measure(): void {
    const canvas = this.querySelector('canvas');
    if (!canvas) {
      return;
    }
    const ratio = devicePixelRatio;
    canvas.width = Math.max(1, Math.round(canvas.clientWidth * ratio));
    canvas.height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    const style = getComputedStyle(document.documentElement);
    for (const name of ['--accent', '--wave', '--doubt-line', '--ink']) {
      this.colours[name] = style.getPropertyValue(name).trim();
    }
    const count = Math.max(1, Math.floor(canvas.clientWidth / 4));
    const peaks = this.peaks?.peaks ?? [];
    const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 24);
    this.bars = Array.from({ length: count }, (_, bar) => {
      const from = Math.floor((bar * peaks.length) / count);
      const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / count));
      let most = 0;
      for (let i = from; i < Math.min(to, peaks.length); i++) {
        most = Math.max(most, peaks[i]!);
      }
      return most / loudest;
    });
    this.ahead = this.picture(canvas, '--wave');
    this.behind = this.picture(canvas, '--accent');
    this.drawn = undefined;
    this.draw();
  }

  /** The bars and the doubtful places in one colour. They are drawn once, and copied with each frame. */
  private picture(like: HTMLCanvasElement, colour: string): HTMLCanvasElement {
    const { width, height } = like;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext('2d')!;
    const ratio = devicePixelRatio;
    const step = width / this.bars.length;
    const room = height - 8 * ratio;
    pen.fillStyle = this.colours[colour] ?? '';
    for (const [index, level] of this.bars.entries()) {
      const tall = Math.max(2 * ratio, level * room);
      pen.beginPath();
      pen.roundRect(index * step, (room - tall) / 2, Math.max(1, step - 1.5 * ratio), tall, 1.5 * ratio);
      pen.fill();
    }
    pen.fillStyle = this.colours['--doubt-line'] ?? '';
    for (const doubt of this.duration > 0 ? this.doubts : []) {
      pen.beginPath();
      pen.arc((doubt / this.duration) * width, height - 3 * ratio, 2 * ratio, 0, 7);
      pen.fill();
    }
    return canvas;
  }

  private draw(): void {
    const canvas = this.querySelector('canvas');
    const pen = canvas?.getContext('2d');
    if (!canvas || !pen || !this.ahead || !this.behind) {
      return;
    }
    const { width, height } = canvas;
    const ratio = devicePixelRatio;
    const played = Math.round(this.duration > 0 ? (this.time / this.duration) * width : 0);
    if (played === this.drawn) {
      return;
    }
    this.drawn = played;
    pen.clearRect(0, 0, width, height);
    if (played > 0) {
      pen.drawImage(this.behind, 0, 0, played, height, 0, 0, played, height);
    }
    if (played < width) {
      pen.drawImage(this.ahead, played, 0, width - played, height, played, 0, width - played, height);
    }
    pen.fillStyle = this.colours['--ink'] ?? '';
    pen.fillRect(Math.min(width - 2 * ratio, played), 0, 2 * ratio, height - 7 * ratio);
  }
}

customElements.define('es-wave', Wave);
