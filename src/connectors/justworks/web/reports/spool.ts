import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorError } from '../../../errors.ts';
import { FileWriter } from './file-writer.ts';

const NEWLINE = 0x0a;
const LONGEST_CHARACTER = 4;
const FIRST_CONTINUATION_BYTE = 0x80;
const FIRST_LEAD_BYTE = 0xc0;
const CHUNK_BYTES = 256 * 1024;

/** A report on disk: memory does not grow with the employer, and it can be read twice. */
export interface SpooledReport extends AsyncDisposable {
  readonly endsWithNewline: boolean;
  /** SHA-256 of its bytes. */
  readonly hash: Buffer;
  /** From the first byte; may be called again, also after a reading that was broken off. */
  read(): AsyncIterable<Buffer>;
}

/**
 * Copies bytes to a file that only we can read and that has no name: it is gone with the process, however that ends.
 * @throws ConnectorError report_encoding, report_malformed
 */
export async function spoolReport(
  chunks: AsyncIterable<Uint8Array>,
  report: string,
  maxBytes: number,
): Promise<SpooledReport> {
  const file = await openNamelessFile();
  try {
    return {
      ...(await copy(chunks, file, report, maxBytes)),
      read: () => readFrom(file),
      [Symbol.asyncDispose]: () => closeBehind(file),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Giving back a large file's room takes a while that nobody need wait for: it has no name that could be seen. */
function closeBehind(file: FileHandle): Promise<void> {
  file.close().catch(() => undefined);
  return Promise.resolve();
}

/** A stream of the file would close it when it is broken off. */
export async function* readFrom(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Only we can read it, and it is gone with the process. */
export async function openNamelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `muster-report-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

async function copy(
  chunks: AsyncIterable<Uint8Array>,
  file: FileHandle,
  report: string,
  maxBytes: number,
): Promise<{ endsWithNewline: boolean; hash: Buffer }> {
  const checkText = createTextCheck(report);
  let size = 0;
  let lastByte = -1;
  const writer = new FileWriter(file);
  let hash: Buffer;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > maxBytes) throw malformed('The report is longer than the limit.', report);
      checkText(chunk);
      lastByte = chunk.at(-1) ?? lastByte;
      const room = writer.add(chunk);
      if (room) await room;
    }
    checkText(undefined);
  } finally {
    hash = await writer.end();
  }
  return { endsWithNewline: lastByte === NEWLINE, hash };
}

/** UTF-8 to the last byte and no NUL, which no text column takes. Call with undefined at the end. */
function createTextCheck(report: string): (chunk: Uint8Array | undefined) => void {
  let unfinished: Uint8Array = Buffer.alloc(0);
  return (chunk) => {
    const text = unfinished.length === 0 ? chunk : Buffer.concat([unfinished, chunk ?? Buffer.alloc(0)]);
    if (text === undefined) return;
    const end = chunk === undefined ? text.length : text.length - unfinishedBytes(text);
    if (!isUtf8(text.subarray(0, end)))
      throw new ConnectorError('report_encoding', 'The report is not UTF-8.', { subject: report });
    if (chunk?.includes(0))
      throw new ConnectorError('report_encoding', 'The report holds a NUL character.', { subject: report });
    unfinished = text.subarray(end);
  };
}

/** How many bytes at the end may be the beginning of a character that the next chunk goes on with. */
function unfinishedBytes(text: Uint8Array): number {
  for (let back = 1; back < LONGEST_CHARACTER && back <= text.length; back += 1) {
    const byte = text[text.length - back]!;
    if (byte < FIRST_LEAD_BYTE) {
      if (byte < FIRST_CONTINUATION_BYTE) return 0;
      continue;
    }
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

function malformed(message: string, report: string): ConnectorError {
  return new ConnectorError('report_malformed', message, { subject: report });
}
