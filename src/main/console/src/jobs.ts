import { Refused, signInAgain } from './api';
import type { RunProgress } from './follow';
import { isCancelled, LEFT, most, MOST_BYTES, transcribe, type Options } from './runs';
import { bytes, t } from './texts';

export type JobState = 'waiting' | 'uploading' | 'queued' | 'recognising' | 'done' | 'failed' | 'cancelled';

/** A file on its way to a transcript. */
export class Job {
  state: JobState = 'waiting';
  share = 0;
  /** How far the recognition is, where the service tells it. */
  progress: RunProgress | undefined;
  /** Whether the run goes on when this page is closed. */
  survives = false;
  text = '';
  instance = '';
  reason = '';
  readonly id = crypto.getRandomValues(new Uint32Array(2)).join('');
  readonly stop = new AbortController();

  constructor(
    readonly file: File,
    readonly options: Options,
    /** Whether the page recorded it: then the page holds the content, and not a reference to a file. */
    readonly recorded = false,
  ) {}

  get ended(): boolean {
    return this.state === 'done' || this.state === 'failed' || this.state === 'cancelled';
  }
}

/** The reason of a failure in words. */
export function reason(failure: unknown): string {
  if (failure instanceof Refused) {
    return failure.message || t(failure.status === 0 ? 'error.unreachable' : 'error.unknown');
  }
  return t('error.unknown');
}

/** The files of this page, the newest first. Two of them are sent at a time. */
class Jobs extends EventTarget {
  all: Job[] = [];
  /** The recordings of this page by instance, to be heard. Those of the microphone are freed with their jobs. */
  private readonly files = new Map<string, File>();

  add(files: File[], options: Options, recorded = false): Job[] {
    const made = files.map((file) => new Job(file, { ...options }, recorded));
    this.all = [...made, ...this.all];
    this.next();
    return made;
  }

  again(job: Job): void {
    const [made] = this.add([job.file], job.options, job.recorded);
    this.all = this.all.filter((other) => other !== job || other === made);
    this.changed();
  }

  cancel(job: Job): void {
    job.stop.abort();
    if (job.state === 'waiting') {
      job.state = 'cancelled';
    }
    this.changed();
  }

  clear(): void {
    this.all.filter((job) => job.ended && job.recorded).forEach((job) => this.files.delete(job.instance));
    this.all = this.all.filter((job) => !job.ended);
    this.changed();
  }

  file(instance: string): File | undefined {
    return this.files.get(instance);
  }

  keep(instance: string, file: File): void {
    this.files.set(instance, file);
  }

  forgetAll(): void {
    this.all.forEach((job) => job.stop.abort(LEFT));
    this.all = [];
    this.files.clear();
    this.changed();
  }

  private next(): void {
    const busy = this.all.filter((job) => !job.ended && job.state !== 'waiting').length;
    const waiting = this.all.filter((job) => job.state === 'waiting').reverse();
    waiting.slice(0, Math.max(0, 2 - busy)).forEach((job) => void this.run(job));
    this.changed();
  }

  private async run(job: Job): Promise<void> {
    try {
      if (job.file.size === 0) {
        throw new Refused(400, t('error.empty-file'));
      }
      if (job.file.size > MOST_BYTES) {
        throw new Refused(400, t('error.too-large', bytes(job.file.size), most()));
      }
      await this.send(job);
      job.state = 'done';
      if (job.instance) {
        this.keep(job.instance, job.file);
      }
    } catch (failure) {
      job.state = isCancelled(failure) ? 'cancelled' : 'failed';
      job.reason = job.state === 'failed' ? reason(failure) : '';
    }
    this.next();
  }

  private async send(job: Job): Promise<void> {
    job.state = 'uploading';
    job.share = 0;
    job.text = '';
    job.progress = undefined;
    job.survives = false;
    const listener = {
      uploaded: (share: number) => {
        job.share = share;
        if (share >= 1 && job.state === 'uploading') {
          job.state = 'recognising';
        }
        this.changed();
      },
      begun: (instance: string, queued: boolean) => {
        job.state = queued ? 'queued' : 'recognising';
        job.survives = queued;
        job.instance = instance;
        if (queued) {
          this.keep(instance, job.file);
        }
        this.changed();
      },
      progress: (state: string, progress?: RunProgress) => {
        job.state = state === 'QUEUED' ? 'queued' : 'recognising';
        job.progress = progress ?? job.progress;
        this.changed();
      },
      text: (delta: string) => {
        job.text += delta;
        this.changed();
      },
      whole: (text: string) => {
        job.text = text;
        this.changed();
      },
    };
    try {
      await transcribe(job.file, job.options, listener, job.stop.signal);
    } catch (failure) {
      if (failure instanceof Refused && failure.status === 401 && !job.survives && (await signInAgain())) {
        return this.send(job);
      }
      throw failure;
    }
  }

  private changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

export const jobs = new Jobs();
