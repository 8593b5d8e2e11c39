import { createHash, type Hash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

/** A block to append to a file, or the wish to know the hash of all that was appended. */
export type ThreadTask =
  { stream: number; fd: number; block: Uint8Array<SharedArrayBuffer> } | { stream: number };
export type ThreadAnswer = { stream: number; hash?: Uint8Array } | { stream: number; error: unknown };

const hashes = new Map<number, Hash>();

function carryOut(task: ThreadTask): ThreadAnswer {
  const { stream } = task;
  const hash = hashes.get(stream) ?? createHash('sha256');
  if (!('block' in task)) {
    hashes.delete(stream);
    return { stream, hash: hash.digest() };
  }
  hashes.set(stream, hash.update(task.block));
  for (let from = 0; from < task.block.length;) from += writeSync(task.fd, task.block, from);
  return { stream };
}

parentPort!.on('message', (task: ThreadTask) => {
  try {
    parentPort!.postMessage(carryOut(task));
  } catch (error) {
    hashes.delete(task.stream);
    parentPort!.postMessage({ stream: task.stream, error });
  }
});
