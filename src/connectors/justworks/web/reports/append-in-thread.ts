import { Worker } from 'node:worker_threads';
import type { FileNews, ThreadAnswer, ThreadTask } from './file-thread.ts';
import type { TextFault } from './text-check.ts';

interface Waiter {
  resolve: (answer: FileNews) => void;
  reject: (error: unknown) => void;
}

/**
 * One thread of the process that looks through blocks, hashes them and appends them to files, while the threads that read go on. It starts with the
 * first block and holds up no end of the process.
 */
class FileThread {
  readonly #worker: Worker;
  /** In the order of the tasks, which is the order of the answers. */
  readonly #waiting: Waiter[] = [];
  /** Why it answers nothing any more. */
  #end: Error | undefined;

  constructor() {
    // What a thread inherits of the process must not decide whether it can start.
    this.#worker = new Worker(new URL('./file-thread.ts', import.meta.url), { execArgv: [], env: {} });
    this.#worker.unref();
    this.#worker.on('message', (answer: ThreadAnswer) => this.#settle(answer));
    this.#worker.on('error', (error: Error) => this.#close(error));
    this.#worker.on('exit', () => this.#close(new Error('The thread that writes files has ended.')));
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** @throws what the file system does, and what ended the thread */
  ask(task: ThreadTask): Promise<FileNews> {
    if (this.#end) return Promise.reject(this.#end);
    const { promise, resolve, reject } = Promise.withResolvers<FileNews>();
    this.#waiting.push({ resolve, reject });
    // The process lives while somebody waits for an answer.
    this.#worker.ref();
    this.#worker.postMessage(task);
    return promise;
  }

  #settle(answer: ThreadAnswer): void {
    const waiter = this.#waiting.shift()!;
    if (this.#waiting.length === 0) this.#worker.unref();
    if ('error' in answer) waiter.reject(answer.error);
    else waiter.resolve(answer);
  }

  #close(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

let thread: FileThread | undefined;
let lastStream = 0;

/** Appends to one file, in the order of the calls. */
export class ThreadedFile {
  readonly #fd: number;
  readonly #isText: boolean;
  readonly #stream: number;
  readonly #thread: FileThread;

  constructor(fd: number, { isText }: { isText: boolean }) {
    if (!thread || thread.isOver) thread = new FileThread();
    this.#thread = thread;
    this.#fd = fd;
    this.#isText = isText;
    this.#stream = lastStream += 1;
  }

  /** The block may be used again when it resolves. Gives why it is no text, where one is wished for. */
  async append(block: Uint8Array<SharedArrayBuffer>): Promise<TextFault | null> {
    const task = { stream: this.#stream, isText: this.#isText, fd: this.#fd, block };
    return (await this.#thread.ask(task)).fault;
  }

  /** SHA-256 of all that was appended, and why its end is no text. */
  async end(): Promise<{ hash: Buffer; fault: TextFault | null }> {
    const { hash, fault } = await this.#thread.ask({ stream: this.#stream });
    return { hash: Buffer.from(hash!), fault };
  }
}
