import { finished, type Readable } from 'node:stream';

/** Then the stream is paused until they are taken. */
const MOST_WAITING = 8;

/**
 * A stream's chunks as they come in. Its own iterator copies whatever has gathered into one new buffer, which for a large
 * body costs as much as hashing it. Left early, the stream is destroyed.
 * @throws what the stream ends with
 */
export async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let end: { error: Error | null | undefined } | undefined;
  let wake = (): void => undefined;
  stream.on('data', (chunk: Buffer) => {
    if (gathered.push(chunk) >= MOST_WAITING) stream.pause();
    wake();
  });
  finished(stream, { writable: false }, (error) => {
    end = { error };
    wake();
  });
  try {
    for (;;) {
      const taken = gathered;
      gathered = [];
      for (const chunk of taken) yield chunk;
      if (gathered.length > 0) continue;
      if (end?.error) throw end.error;
      if (end) return;
      const change = new Promise<void>((resolve) => (wake = resolve));
      stream.resume();
      await change;
    }
  } finally {
    stream.destroy();
  }
}
