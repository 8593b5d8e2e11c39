import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorError } from '../../../errors.ts';
import { FileWriter, type WrittenFile } from './file-writer.ts';
import type { TextFault } from './text-check.ts';

const NEWLINE = 0x0a;
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
  const writer = new FileWriter(file, { isText: true });
  let size = 0;
  let lastByte = -1;
  let written: WrittenFile;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > maxBytes) throw malformed('The report is longer than the limit.', report);
      lastByte = chunk.at(-1) ?? lastByte;
      const room = writer.add(chunk);
      if (room) await room;
      if (writer.fault) break;
    }
  } finally {
    written = await writer.end();
  }
  const { hash, fault } = written;
  if (fault) throw new ConnectorError('report_encoding', FAULTS[fault], { subject: report });
  return { endsWithNewline: lastByte === NEWLINE, hash };
}

const FAULTS: Record<TextFault, string> = {
  not_utf8: 'The report is not UTF-8.',
  nul: 'The report holds a NUL character.',
};

function malformed(message: string, report: string): ConnectorError {
  return new ConnectorError('report_malformed', message, { subject: report });
}
