import { LinkRefused } from './link-api.ts';
import { retryDelayMs } from './poll-schedule.ts';
import type { WaitingApi } from './waiting-api.ts';

/** The service says something every 15 seconds; one that is silent for so long is not there any more. */
const MAX_SILENCE_MS = 40_000;

export interface WatchOptions {
  openEvents: WaitingApi['openEvents'];
  /** The session may look different. */
  onChange: () => void;
  /** Whether changes are told; while they are not, the session must be asked for. */
  onWatched: (isWatched: boolean) => void;
}

/**
 * Follows the service's news of the session. Where they can't be had (a proxy that keeps them back, too many pages) it
 * tries again later, ever more rarely; the page works without.
 */
export function watchSession({ openEvents, onChange, onWatched }: WatchOptions): { stop: () => void } {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    for (let failures = 0; !stopped.signal.aborted;) {
      const wasOpen = await follow().catch((error: unknown) => {
        // The polling meets the same refusal, and knows what to say.
        if (error instanceof LinkRefused) stopped.abort();
        return false;
      });
      onWatched(false);
      failures = wasOpen ? 1 : failures + 1;
      await pause(retryDelayMs(failures, null), stopped.signal);
    }
  };
  /** True when news came before they ended. */
  const follow = async (): Promise<boolean> => {
    const silence = new AbortController();
    const signal = AbortSignal.any([stopped.signal, silence.signal]);
    let timer = setTimeout(() => silence.abort(), MAX_SILENCE_MS);
    let wasOpen = false;
    try {
      for await (const event of readEvents(await openEvents(signal))) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), MAX_SILENCE_MS);
        if (!wasOpen) onWatched(true);
        wasOpen = true;
        if (event === 'changed') onChange();
      }
    } catch (error) {
      if (!wasOpen) throw error;
    } finally {
      clearTimeout(timer);
    }
    return wasOpen;
  };
  void run();
  return { stop: () => stopped.abort() };
}

/** Names of events; null for a sign of life. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<string | null> {
  const reader = stream
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) yield /^event: (.*)$/m.exec(block)?.[1] ?? null;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
