import { address, ask, get, headers, refusal, Refused, type Instance } from './api';
import { failureText } from './failure';
import { follow, type RunProgress } from './follow';
import { language, t } from './texts';

/** What a run is asked for beside the file. */
export interface Options {
  model: string;
  prompt: string;
  separate: boolean;
  channel: string;
  user: string;
}

/** Hears of a run. The order is: uploaded, begun, progress and text, and at the end done. */
export interface RunListener {
  uploaded(share: number): void;
  /** `queued`: the run goes on without this page. */
  begun(instance: string, queued: boolean): void;
  progress(state: string, progress?: RunProgress): void;
  text(delta: string): void;
  /** All the text, in place of what was told before. */
  whole(text: string): void;
}

/** A run that was cancelled, here or elsewhere. */
export function isCancelled(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === 'AbortError';
}

/** The reason of a signal where the person leaves the page: a queued run goes on. */
export const LEFT = 'left';

const MIB = 1 << 20;

function told(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';
}

/** The bytes of the largest file that the service takes: the page tells them. */
export const MOST_BYTES = Number(told('escriba-max-file-bytes')) || 25 * MIB;

/** Whether runs wait in the queue of the service: the page tells it. */
const QUEUE = told('escriba-queue') === 'open';

/** Models that tell no times of words, as the service has said. */
const WORDLESS = new Set<string>();

/** The largest file in words. */
export function most(): string {
  return `${new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(MOST_BYTES / MIB)} MB`;
}

/** Header values are bytes: the service reads them as UTF-8. */
function headerText(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/**
 * Sends a file and tells of the run. Where the service has a queue, the run waits there, tells how far it is, and
 * survives this page. Elsewhere the answer is a stream, which ends with the page.
 */
export function transcribe(file: File, options: Options, listener: RunListener, signal: AbortSignal): Promise<void> {
  return QUEUE ? queued(file, options, listener, signal) : streamed(file, options, listener, signal);
}

function fields(file: File, options: Options, more: Record<string, string>): FormData {
  const form = new FormData();
  form.append('model', options.model);
  for (const [name, value] of Object.entries(more)) {
    form.append(name, value);
  }
  if (options.prompt.trim()) {
    form.append('prompt', options.prompt);
  }
  if (options.separate) {
    form.append('channels', 'separate');
  }
  if (options.user.trim()) {
    form.append('user', options.user.trim());
  }
  form.append('file', file, file.name);
  return form;
}

/** What is sent, and who hears of it. */
interface Sending {
  form: FormData;
  options: Options;
  listener: RunListener;
  signal: AbortSignal;
  more?: Record<string, string>;
  /** Is called while the answer comes. */
  part?: (request: XMLHttpRequest) => void;
}

/** Sends a form; fetch would not tell how much of it is sent. */
function send({ form, options, listener, signal, more, part }: Sending): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address('v1/audio/transcriptions'));
    for (const [name, value] of Object.entries({ ...headers(), ...more })) {
      request.setRequestHeader(name, value);
    }
    if (options.channel.trim()) {
      request.setRequestHeader('X-Channel', headerText(options.channel.trim()));
    }
    const stop = (): void => request.abort();
    request.upload.onprogress = (event) => listener.uploaded(event.lengthComputable ? event.loaded / event.total : 0);
    request.upload.onload = () => listener.uploaded(1);
    request.onprogress = () => part?.(request);
    request.onload = () => resolve(request);
    request.onerror = () => reject(new Refused(0, ''));
    request.onabort = () => reject(cancelled());
    request.onloadend = () => signal.removeEventListener('abort', stop);
    signal.addEventListener('abort', stop);
    request.send(form);
  });
}

async function streamed(file: File, options: Options, listener: RunListener, signal: AbortSignal): Promise<void> {
  let read = 0;
  let begun = false;
  let complete = false;
  let failure: Refused | undefined;
  const readEvents = (request: XMLHttpRequest): void => {
    if (request.status !== 200) {
      return;
    }
    if (!begun) {
      begun = true;
      listener.begun(request.getResponseHeader('X-Instance-Id') ?? '', false);
    }
    for (let end = request.responseText.indexOf('\n\n', read); end >= 0; end = request.responseText.indexOf('\n\n', read)) {
      const frame = request.responseText.slice(read, end);
      read = end + 2;
      if (!frame.startsWith('data: ')) {
        continue;
      }
      const event = JSON.parse(frame.slice(6));
      if (event.error) {
        failure = refusal(500, frame.slice(6));
      } else if (event.type === 'transcript.text.delta') {
        listener.text(event.delta);
      } else if (event.type === 'transcript.text.done') {
        complete = true;
      }
    }
  };
  // an event that cannot be read ends the run as one that fails
  const take = (request: XMLHttpRequest): void => {
    try {
      readEvents(request);
    } catch {
      failure ??= new Refused(200, '');
    }
  };
  const form = fields(file, options, { stream: 'true', response_format: 'json', 'timestamp_granularities[]': 'word' });
  let request: XMLHttpRequest;
  try {
    request = await send({ form, options, listener, signal, part: take });
  } catch (broken) {
    throw isCancelled(broken) ? broken : (failure ?? broken);
  }
  take(request);
  if (request.status !== 200) {
    throw refusal(request.status, request.responseText);
  }
  if (failure || !complete) {
    // a proxy, or a node that ends, can cut the stream in an orderly way
    throw failure ?? new Refused(200, t('error.incomplete'));
  }
}

async function queued(file: File, options: Options, listener: RunListener, signal: AbortSignal): Promise<void> {
  const words: Record<string, string> = WORDLESS.has(options.model) ? {} : { 'timestamp_granularities[]': 'word' };
  const form = fields(file, options, { response_format: 'verbose_json', ...words });
  const request = await send({ form, options, listener, signal, more: { Prefer: 'respond-async' } });
  if (request.status === 200) {
    // the queue is closed for this request
    listener.begun(request.getResponseHeader('X-Instance-Id') ?? '', false);
    listener.whole(JSON.parse(request.responseText).text);
    return;
  }
  if (request.status !== 202) {
    const refused = refusal(request.status, request.responseText);
    if (refused.errors.timestamp_granularities && !WORDLESS.has(options.model)) {
      WORDLESS.add(options.model);
      return queued(file, options, listener, signal);
    }
    throw refused;
  }
  const instance: string = JSON.parse(request.responseText).instanceId;
  listener.begun(instance, true);
  await ended(instance, listener, signal);
}

/** Follows a queued run to its end. Where the person cancels it, the service tells whether it was in time. */
async function ended(instance: string, listener: RunListener, signal: AbortSignal): Promise<void> {
  const path = `api/v2/Instances/${encodeURIComponent(instance)}`;
  let attempt = 0;
  let state = 'QUEUED';
  await follow(
    instance,
    undefined,
    {
      state: (now, tried) => {
        if (tried !== attempt) {
          // another attempt begins with the first words
          attempt = tried;
          listener.whole('');
        }
        state = now;
        listener.progress(state);
      },
      progress: (progress) => listener.progress(state, progress),
      segment: (text) => listener.text(`${text} `),
    },
    signal,
  );
  if (signal.reason === LEFT) {
    throw cancelled();
  }
  if (signal.aborted) {
    try {
      // an answer keeps its connection until the page has read it
      await (await ask(`${path}/cancel`, { method: 'POST' })).text();
    } catch (failure) {
      // 409: it has ended meanwhile
      if (!(failure instanceof Refused) || failure.status !== 409) {
        throw failure;
      }
    }
  }
  const details = await get<Instance>(path);
  if (details.state === 'SUCCEEDED') {
    listener.whole(details.transcript ?? '');
  } else if (details.state === 'FAILED') {
    throw new Refused(200, t('recording.failed', failureText(details.failure)));
  } else {
    throw cancelled();
  }
}

function cancelled(): DOMException {
  return new DOMException('', 'AbortError');
}
