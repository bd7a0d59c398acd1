/** Records the microphone. */
export class Recorder {
  private parts: Blob[] = [];
  private media?: MediaRecorder;
  private stream?: MediaStream;
  private context?: AudioContext;
  private analyser?: AnalyserNode;
  private samples = new Float32Array(1024);
  private before = 0;
  private since = 0;
  private ended: Promise<void> = Promise.resolve();

  /** Browsers give the microphone to pages of HTTPS and of this machine only. */
  static get possible(): boolean {
    return window.isSecureContext && !!navigator.mediaDevices && 'MediaRecorder' in window;
  }

  async start(): Promise<void> {
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    this.context = new AudioContext();
    this.analyser = this.context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.context.createMediaStreamSource(this.stream).connect(this.analyser);
    const type = ['audio/webm;codecs=opus', 'audio/mp4'].find((known) => MediaRecorder.isTypeSupported(known));
    this.media = new MediaRecorder(this.stream, { mimeType: type, audioBitsPerSecond: 48_000 });
    this.media.ondataavailable = (event) => this.parts.push(event.data);
    // it ends by itself too, when the microphone goes away
    const { media } = this;
    this.ended = new Promise((resolve) => {
      media.onstop = () => {
        this.hold();
        resolve();
      };
    });
    this.media.start(1000);
    this.since = performance.now();
  }

  get paused(): boolean {
    return this.media?.state === 'paused';
  }

  get seconds(): number {
    return (this.before + (this.since ? performance.now() - this.since : 0)) / 1000;
  }

  /** Stops the clock. */
  private hold(): void {
    this.before = this.seconds * 1000;
    this.since = 0;
  }

  pause(): void {
    if (this.media?.state === 'recording') {
      this.hold();
      this.media.pause();
    }
  }

  resume(): void {
    if (this.media?.state === 'paused') {
      this.since = performance.now();
      this.media.resume();
    }
  }

  /** How loud it is now, from 0 to 1, on a scale of 60 dB. */
  level(): number {
    if (!this.analyser || this.paused) {
      return 0;
    }
    this.analyser.getFloatTimeDomainData(this.samples);
    const power = this.samples.reduce((sum, sample) => sum + sample * sample, 0) / this.samples.length;
    return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60));
  }

  /** Ends the recording and gives the microphone back. */
  async stop(): Promise<File> {
    const media = this.media!;
    if (media.state !== 'inactive') {
      media.stop();
    }
    await this.ended;
    this.close();
    const type = media.mimeType.split(';')[0] ?? '';
    const name = new Date().toISOString().slice(0, 19).replaceAll(':', '-').replace('T', '-');
    return new File(this.parts, `${name}.${type.endsWith('mp4') ? 'm4a' : 'webm'}`, { type });
  }

  close(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    void this.context?.close();
    this.stream = undefined;
    this.context = undefined;
  }
}
