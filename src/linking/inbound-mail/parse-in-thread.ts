import { Worker } from 'node:worker_threads';
import { malformed, type ParsedMessage } from './parse-message.ts';
import type { ThreadAnswer } from './parse-thread.ts';

const TIMEOUT_MS = 5000;
const MAX_HEAP_MB = 128;

/**
 * Reads a message in a thread of its own, which is ended when it takes too long or too much memory: no message can hold
 * up the process or bring it down.
 * @throws AppError invalid_input `message_malformed`, also for those two
 */
export async function parseInThread(
  message: Uint8Array,
  options: { timeoutMs?: number; maxHeapMb?: number } = {},
): Promise<ParsedMessage> {
  const thread = new Worker(new URL('./parse-thread.ts', import.meta.url), {
    workerData: message,
    resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMb ?? MAX_HEAP_MB },
    // What a thread inherits of the process must not decide whether it can start.
    execArgv: [],
    env: {},
  });
  const { promise, resolve, reject } = Promise.withResolvers<ParsedMessage>();
  const timer = setTimeout(() => reject(malformed()), options.timeoutMs ?? TIMEOUT_MS);
  thread.on('message', (answer: ThreadAnswer) =>
    'parsed' in answer ? resolve(answer.parsed) : reject(malformed()),
  );
  thread.on('error', (error: NodeJS.ErrnoException) =>
    reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? malformed() : error),
  );
  thread.on('exit', () => reject(new Error('The thread that reads messages ended without an answer.')));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
