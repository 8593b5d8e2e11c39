import { Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadTask } from './file-thread.ts';

interface Waiter {
  resolve: (answer: { hash?: Uint8Array }) => void;
  reject: (error: unknown) => void;
}

/**
 * One thread of the process that appends blocks to files and hashes them, while the threads that read go on. It starts with the
 * first block and holds up no end of the process.
 */
class FileThread {
  readonly #worker: Worker;
  /** By stream; each waits for one answer at a time. */
  readonly #waiting = new Map<number, Waiter>();
  isOver = false;

  constructor() {
    // What a thread inherits of the process must not decide whether it can start.
    this.#worker = new Worker(new URL('./file-thread.ts', import.meta.url), { execArgv: [], env: {} });
    this.#worker.unref();
    this.#worker.on('message', (answer: ThreadAnswer) => this.#settle(answer));
    this.#worker.on('error', (error: Error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('The thread that writes files has ended.')));
  }

  ask(task: ThreadTask): Promise<{ hash?: Uint8Array }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ hash?: Uint8Array }>();
    this.#waiting.set(task.stream, { resolve, reject });
    // The process lives while somebody waits for an answer.
    this.#worker.ref();
    this.#worker.postMessage(task);
    return promise;
  }

  #settle(answer: ThreadAnswer): void {
    const waiter = this.#waiting.get(answer.stream)!;
    this.#waiting.delete(answer.stream);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('error' in answer) waiter.reject(answer.error);
    else waiter.resolve(answer);
  }

  #end(error: Error): void {
    this.isOver = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

let thread: FileThread | undefined;
let lastStream = 0;

/** Appends to one file, one call after the other. */
export class ThreadedFile {
  readonly #fd: number;
  readonly #stream: number;
  readonly #thread: FileThread;

  constructor(fd: number) {
    if (!thread || thread.isOver) thread = new FileThread();
    this.#thread = thread;
    this.#fd = fd;
    this.#stream = lastStream += 1;
  }

  /** The block may be used again when it resolves. */
  async append(block: Uint8Array<SharedArrayBuffer>): Promise<void> {
    await this.#thread.ask({ stream: this.#stream, fd: this.#fd, block });
  }

  /** SHA-256 of all that was appended. */
  async digest(): Promise<Buffer> {
    const { hash } = await this.#thread.ask({ stream: this.#stream });
    return Buffer.from(hash!);
  }
}
