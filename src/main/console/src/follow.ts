import { ask, Refused } from './api';

/** How far a run is. */
export interface RunProgress {
  doneSeconds: number;
  totalSeconds: number;
  runsBefore?: number;
}

/** Hears of a run that the service works on. Another attempt begins with the first segment. */
export interface RunFollower {
  state(state: string, attempt: number): void;
  progress(progress: RunProgress): void;
  segment(text: string): void;
}

const PAUSE_MS = 2000;

/**
 * Follows a run until it ends, or until the signal, by the events of the service. A stream that breaks, or that the
 * service ends after its longest time, is continued behind the last segment.
 */
export async function follow(
  instance: string,
  accountId: string | undefined,
  follower: RunFollower,
  signal: AbortSignal,
): Promise<void> {
  let last = '';
  const take = (frame: string): boolean => {
    const fields = new Map(frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
    const event = fields.get('event');
    if (event === 'segment' && fields.get('id')) {
      last = fields.get('id')!;
    }
    const data = event ? JSON.parse(fields.get('data') ?? '{}') : undefined;
    if (event === 'state') {
      follower.state(data.state, data.attempt);
    } else if (event === 'progress') {
      follower.progress(data);
    } else if (event === 'segment') {
      follower.segment(data.text);
    }
    return event === 'end';
  };
  while (!signal.aborted) {
    try {
      const answer = await ask(`api/v2/Instances/${encodeURIComponent(instance)}/events`, {
        query: { accountId },
        accept: 'text/event-stream, application/json;q=0.5',
        more: last ? { 'Last-Event-ID': last } : {},
        signal,
      });
      const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        text += part.value;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const frame = text.slice(0, end);
          text = text.slice(end + 2);
          if (take(frame)) {
            void reader.cancel();
            return;
          }
        }
      }
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      // 429: too many streams; 5xx and 0: the service is away for a while
      if (failure instanceof Refused && failure.status >= 400 && failure.status < 500 && failure.status !== 429) {
        throw failure;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
