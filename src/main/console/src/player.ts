/** Plays the person's own file. It tells the time with each frame while it plays. */
export class Player extends EventTarget {
  private readonly audio = new Audio();
  private url = '';
  private frame = 0;
  private stopAt = Infinity;
  failed = false;

  constructor() {
    super();
    this.audio.preload = 'auto';
    this.audio.preservesPitch = true;
    for (const type of ['play', 'pause', 'ended', 'ratechange']) {
      this.audio.addEventListener(type, () => this.changed());
    }
    this.audio.addEventListener('seeked', () => this.dispatchEvent(new Event('time')));
    this.audio.addEventListener('error', () => {
      this.failed = this.loaded;
      this.changed();
    });
  }

  load(file: Blob): void {
    this.close();
    this.url = URL.createObjectURL(file);
    this.audio.src = this.url;
  }

  get loaded(): boolean {
    return this.url !== '';
  }

  get playing(): boolean {
    return this.loaded && !this.audio.paused && !this.audio.ended;
  }

  get now(): number {
    return this.audio.currentTime;
  }

  get rate(): number {
    return this.audio.playbackRate;
  }

  set rate(value: number) {
    this.audio.playbackRate = value;
  }

  seek(seconds: number): void {
    this.stopAt = Infinity;
    this.audio.currentTime = Math.max(0, seconds);
    this.dispatchEvent(new Event('time'));
  }

  async play(): Promise<void> {
    try {
      await this.audio.play();
    } catch {
      // the event of the failure, or of the next source, tells it
    }
  }

  pause(): void {
    this.audio.pause();
  }

  toggle(): void {
    if (this.playing) {
      this.pause();
    } else {
      void this.play();
    }
  }

  /** Plays a part of the recording. */
  hear(from: number, to = Infinity): void {
    this.seek(from);
    this.stopAt = to;
    void this.play();
  }

  close(): void {
    cancelAnimationFrame(this.frame);
    this.failed = false;
    if (this.url) {
      URL.revokeObjectURL(this.url);
      this.url = '';
      this.audio.removeAttribute('src');
      this.audio.load();
    }
  }

  private changed(): void {
    this.dispatchEvent(new Event('change'));
    cancelAnimationFrame(this.frame);
    if (this.playing) {
      this.follow();
    }
  }

  private follow(): void {
    if (this.audio.currentTime >= this.stopAt) {
      this.stopAt = Infinity;
      this.audio.pause();
    }
    this.dispatchEvent(new Event('time'));
    this.frame = requestAnimationFrame(() => this.follow());
  }
}
