import type { Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { canonicalJson } from '../../../lib/canonical-json.ts';
import { spoolReport, type SpooledReport } from '../web/reports/spool.ts';

const NEWLINE = 0x0a;

/** Keeps pages of values on disk, hashed on their way, so that memory does not grow with the employer. */
export function spoolValues(
  pages: AsyncIterable<readonly unknown[]>,
  hash: Hash,
  subject: string,
  maxBytes: number,
): Promise<SpooledReport> {
  return spoolReport(toLines(pages), hash, subject, maxBytes);
}

/** Reads them back, one after the other. */
export async function* readValues(spooled: SpooledReport): AsyncGenerator<unknown> {
  for await (const line of splitLines(spooled.read())) yield JSON.parse(line) as unknown;
}

async function* toLines(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<Uint8Array> {
  for await (const page of pages)
    yield Buffer.from(page.map((value) => `${canonicalJson(value)}\n`).join(''));
}

/** By LF alone: JSON may hold the other characters that readline takes for the end of a line. */
async function* splitLines(source: Readable): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const chunk of source as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
      rest = [];
      from = end + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
}
