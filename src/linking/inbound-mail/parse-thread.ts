import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../lib/app-error.ts';
import { parseMessage, type ParsedMessage } from './parse-message.ts';

/** What the thread says before it ends: errors of ours don't survive the way between threads as themselves. */
export type ThreadAnswer = { parsed: ParsedMessage } | { isMalformed: true };

async function answer(message: Uint8Array): Promise<ThreadAnswer> {
  try {
    return { parsed: await parseMessage(message) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'message_malformed') return { isMalformed: true };
    throw error;
  }
}

parentPort!.postMessage(await answer(workerData as Uint8Array));
