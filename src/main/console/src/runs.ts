import { address, headers, refusal, Refused } from './api';
import { language, t } from './texts';

/** What a run is asked for beside the file. */
export interface Options {
  model: string;
  prompt: string;
  separate: boolean;
  channel: string;
  user: string;
}

/** Hears of a run. The order is: uploaded, begun, text, and at the end done. */
export interface RunListener {
  uploaded(share: number): void;
  begun(instance: string): void;
  text(delta: string): void;
}

const MIB = 1 << 20;

/** The bytes of the largest file that the service takes: the page tells them. */
export const MOST_BYTES = Number(document.querySelector<HTMLMetaElement>('meta[name=escriba-max-file-bytes]')?.content) || 25 * MIB;

/** The largest file in words. */
export function most(): string {
  return `${new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(MOST_BYTES / MIB)} MB`;
}

/** Header values are bytes: the service reads them as UTF-8. */
function headerText(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/**
 * Sends a file and tells of the text while it is made. It uses the streamed answer of the API; a queued run with its
 * events would tell the same things to the same listener.
 */
export function transcribe(file: File, options: Options, listener: RunListener, signal: AbortSignal): Promise<void> {
  const form = new FormData();
  form.append('model', options.model);
  form.append('stream', 'true');
  form.append('response_format', 'json');
  form.append('timestamp_granularities[]', 'word');
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
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address('v1/audio/transcriptions'));
    for (const [name, value] of Object.entries(headers())) {
      request.setRequestHeader(name, value);
    }
    if (options.channel.trim()) {
      request.setRequestHeader('X-Channel', headerText(options.channel.trim()));
    }
    let read = 0;
    let begun = false;
    let complete = false;
    let failure: Refused | undefined;
    const readEvents = (): void => {
      if (request.status !== 200) {
        return;
      }
      if (!begun) {
        begun = true;
        listener.begun(request.getResponseHeader('X-Instance-Id') ?? '');
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
    const take = (): void => {
      try {
        readEvents();
      } catch {
        failure ??= new Refused(200, '');
      }
    };
    const stop = (): void => request.abort();
    request.upload.onprogress = (event) => listener.uploaded(event.lengthComputable ? event.loaded / event.total : 0);
    request.upload.onload = () => listener.uploaded(1);
    request.onprogress = take;
    request.onload = () => {
      take();
      if (request.status !== 200) {
        reject(refusal(request.status, request.responseText));
      } else if (failure || !complete) {
        // a proxy, or a node that ends, can cut the stream in an orderly way
        reject(failure ?? new Refused(200, t('error.incomplete')));
      } else {
        resolve();
      }
    };
    request.onerror = () => reject(failure ?? new Refused(0, ''));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', stop);
    signal.addEventListener('abort', stop);
    request.send(form);
  });
}
