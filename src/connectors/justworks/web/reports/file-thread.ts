import { createHash, type Hash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { TextCheck, type TextFault } from './text-check.ts';

/** A block to append to a file, or the wish to know what was appended. */
export type ThreadTask =
  { stream: number; isText: boolean; fd: number; block: Uint8Array<SharedArrayBuffer> } | { stream: number };

export interface FileNews {
  /** Why what was appended is no text, where one is wished for. */
  fault: TextFault | null;
  /** SHA-256 of everything, at the end. */
  hash?: Uint8Array;
}

export type ThreadAnswer = FileNews | { error: unknown };

interface Stream {
  hash: Hash;
  check: TextCheck | null;
}

const streams = new Map<number, Stream>();

function carryOut(task: ThreadTask): FileNews {
  if (!('block' in task)) return end(task.stream);
  const { stream, isText, fd, block } = task;
  const { hash, check } = streams.get(stream) ?? begin(stream, isText);
  hash.update(block);
  for (let from = 0; from < block.length;) from += writeSync(fd, block, from);
  return { fault: check && check.add(Buffer.from(block.buffer, block.byteOffset, block.length)) };
}

function begin(stream: number, isText: boolean): Stream {
  const begun = { hash: createHash('sha256'), check: isText ? new TextCheck() : null };
  streams.set(stream, begun);
  return begun;
}

function end(stream: number): FileNews {
  const { hash, check } = streams.get(stream)!;
  streams.delete(stream);
  return { fault: check && check.end(), hash: hash.digest() };
}

parentPort!.on('message', (task: ThreadTask) => {
  try {
    parentPort!.postMessage(carryOut(task));
  } catch (error) {
    streams.delete(task.stream);
    parentPort!.postMessage({ error });
  }
});
