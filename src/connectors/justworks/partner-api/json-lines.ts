import { canonicalJson } from '../../../lib/canonical-json.ts';
import { RowsDigest } from '../rows-digest.ts';
import { spoolReport, type SpooledReport } from '../web/reports/spool.ts';

const NEWLINE = 0x0a;

/** Values on disk, with what they are told by in any order. */
export interface SpooledValues extends SpooledReport {
  readonly rows: RowsDigest;
}

/** Keeps pages of values on disk, hashed on their way, so that memory does not grow with the employer. */
export async function spoolValues(
  pages: AsyncIterable<readonly unknown[]>,
  subject: string,
  maxBytes: number,
): Promise<SpooledValues> {
  const rows = new RowsDigest();
  return { ...(await spoolReport(toLines(pages, rows), subject, maxBytes)), rows };
}

/** Reads them back, one after the other. */
export async function* readValues(spooled: SpooledReport): AsyncGenerator<unknown> {
  for await (const line of splitLines(spooled.read())) yield JSON.parse(line) as unknown;
}

async function* toLines(
  pages: AsyncIterable<readonly unknown[]>,
  rows: RowsDigest,
): AsyncGenerator<Uint8Array> {
  for await (const page of pages) {
    const lines = page.map(canonicalJson);
    for (const line of lines) rows.add(line);
    yield Buffer.from(lines.map((line) => `${line}\n`).join(''));
  }
}

/** By LF alone: JSON may hold the other characters that readline takes for the end of a line. */
async function* splitLines(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
      rest = [];
      from = end + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
}
