import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OutboundHttp } from '../../src/lib/outbound-http.ts';
import { writeReportFiles } from './report-files.ts';

export const REPORTS = ['employee_census', 'work_history'] as const;
const TIMEOUT_MS = 300_000;

/** An employer's reports over HTTP, in two spellings of the same rows, and with another preferred name of one person. */
export interface UnchangedSource extends AsyncDisposable {
  url: string;
  /** From now on it gives the same rows in the other bytes. */
  respell(): Promise<void>;
  /** From now on one person is another one, or the old one again. */
  change(): Promise<void>;
  /** Of a report as it is now, by the client that the service uses. */
  download(client: { outbound: OutboundHttp }, report: (typeof REPORTS)[number]): Promise<Readable>;
}

export async function startUnchangedSource(people: number): Promise<UnchangedSource> {
  const files = await writeReportFiles(people);
  const plain = [files.census, files.workHistory];
  const other = plain.map((file) => `${file}.crlf`);
  for (const [place, file] of plain.entries()) await withOtherLineEnds(file, other[place]!);
  const changed = [`${files.census}.changed`, files.workHistory];
  await writeFile(
    changed[0]!,
    (await readFile(files.census, 'latin1')).replace(',Sam,', ',Samantha,'),
    'latin1',
  );
  const script = path.join(import.meta.dirname, 'unchanged-server.ts');
  const server = spawn(process.execPath, [script, ...plain, ...other, ...changed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${line.toString().trim()}`;
  return {
    url,
    respell: async () => void (await fetch(`${url}/respell`)),
    change: async () => void (await fetch(`${url}/change`)),
    async download({ outbound }, report) {
      const request = { method: 'GET', url: `${url}/reports/${report}/file`, timeoutMs: TIMEOUT_MS } as const;
      return (await outbound.request(request)).body;
    },
    async [Symbol.asyncDispose]() {
      server.kill();
      await files[Symbol.asyncDispose]();
    },
  };
}

/** No cell of the files holds a line end. */
async function withOtherLineEnds(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from, 'latin1'), respell, createWriteStream(to, 'latin1'));
}

async function* respell(chunks: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk.replaceAll('\n', '\r\n'), 'latin1');
}
