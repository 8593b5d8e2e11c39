import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { chunksOf } from './stream-chunks.ts';

const pieces = Array.from({ length: 50 }, (_, number) => Buffer.alloc(1000, number));

async function readAll(stream: Readable): Promise<Buffer[]> {
  const seen: Buffer[] = [];
  for await (const chunk of chunksOf(stream)) seen.push(chunk);
  return seen;
}

it('gives every chunk in its order, as it came in', async () => {
  expect(await readAll(Readable.from(pieces))).toEqual(pieces);
  expect(await readAll(Readable.from([]))).toEqual([]);
});

it('takes no more than a few chunks ahead of its reader', async () => {
  let given = 0;
  function* give(): Generator<Buffer> {
    for (const piece of pieces) {
      given += 1;
      yield piece;
    }
  }
  const chunks = chunksOf(Readable.from(give(), { highWaterMark: 1 }));
  await chunks.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(given).toBeLessThan(20);
  await chunks.return(undefined);
});

it('throws what the stream ends with, also when it broke before', async () => {
  const failure = new Error('cut');
  const broken = new PassThrough();
  broken.write('a');
  const reading = readAll(broken);
  broken.destroy(failure);
  await expect(reading).rejects.toBe(failure);
  await expect(readAll(broken)).rejects.toBe(failure);
});

it('takes a stream that is closed before its end for broken', async () => {
  const cut = new PassThrough();
  cut.write('a');
  const reading = readAll(cut);
  cut.destroy();
  await expect(reading).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
});

it('destroys a stream that nobody reads on', async () => {
  const stream = new PassThrough();
  stream.write('a');
  const closed = once(stream, 'close');
  for await (const chunk of chunksOf(stream)) if (chunk.length > 0) break;
  await closed;
  expect(stream.destroyed).toBe(true);
});
