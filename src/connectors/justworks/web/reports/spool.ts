import { randomUUID, type Hash } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ConnectorError } from '../../../errors.ts';

const NEWLINE = 0x0a;

/** A report on disk: memory does not grow with the employer, and it can be read twice. */
export interface SpooledReport extends AsyncDisposable {
  readonly endsWithNewline: boolean;
  /** From the first byte; may be called again. */
  read(): Readable;
}

/**
 * Copies bytes to a file that only we can read and that has no name: it is gone with the process, however that ends.
 * The bytes go through `hash` on their way.
 * @throws ConnectorError report_encoding, report_malformed
 */
export async function spoolReport(
  chunks: AsyncIterable<Uint8Array>,
  hash: Hash,
  report: string,
  maxBytes: number,
): Promise<SpooledReport> {
  const file = await openNamelessFile();
  try {
    const endsWithNewline = await copy(chunks, file, hash, report, maxBytes);
    return {
      endsWithNewline,
      read: () => file.createReadStream({ start: 0, autoClose: false }),
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openNamelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `muster-report-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

async function copy(
  chunks: AsyncIterable<Uint8Array>,
  file: FileHandle,
  hash: Hash,
  report: string,
  maxBytes: number,
): Promise<boolean> {
  const checkText = createTextCheck(report);
  let size = 0;
  let lastByte = -1;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) throw malformed('The report is longer than the limit.', report);
    checkText(chunk);
    hash.update(chunk);
    await file.writeFile(chunk);
    lastByte = chunk.at(-1) ?? lastByte;
  }
  checkText(undefined);
  return lastByte === NEWLINE;
}

/** UTF-8 to the last byte and no NUL, which no text column takes. Call with undefined at the end. */
function createTextCheck(report: string): (chunk: Uint8Array | undefined) => void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (chunk) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new ConnectorError('report_encoding', 'The report is not UTF-8.', { subject: report });
    }
    if (chunk?.includes(0)) {
      throw new ConnectorError('report_encoding', 'The report holds a NUL character.', { subject: report });
    }
  };
}

function malformed(message: string, report: string): ConnectorError {
  return new ConnectorError('report_malformed', message, { subject: report });
}
