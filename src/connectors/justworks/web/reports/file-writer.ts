import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { ThreadedFile } from './append-in-thread.ts';
import { TextCheck, type TextFault } from './text-check.ts';

export const BLOCK_BYTES = 512 * 1024;
/** Memory does not grow with the file; with fewer, whoever reads waits for a thread that is about to be done. */
const MOST_BLOCKS = 5;

type Block = Uint8Array<SharedArrayBuffer>;
const newBlock = (): Block => new Uint8Array(new SharedArrayBuffer(BLOCK_BYTES));

/** What was written, when it is whole. */
export interface WrittenFile {
  /** SHA-256 of all bytes. */
  hash: Buffer;
  /** Of a text: why it is none. */
  fault: TextFault | null;
}

/**
 * Appends to a file by way of a few blocks: some are looked through, hashed and written by another thread while one is filled. Nothing else
 * is allocated, and no chunk lives longer than the call that gives it, which spares the garbage collector more than the
 * copy costs. What fits into one block needs no thread.
 */
export class FileWriter {
  readonly #file: FileHandle;
  readonly #isText: boolean;
  #threaded: ThreadedFile | undefined;
  #filling = newBlock();
  #filled = 0;
  #blocks = 1;
  /** In their order. */
  readonly #writing: Promise<Block>[] = [];

  #fault: TextFault | null = null;

  /** @param options.isText it should be UTF-8, and without a NUL */
  constructor(file: FileHandle, { isText = false } = {}) {
    this.#file = file;
    this.#isText = isText;
  }

  /** As far as it is known: what was added last may not have been looked through yet. */
  get fault(): TextFault | null {
    return this.#fault;
  }

  /** Undefined: there was room, and nothing need be waited for. */
  add(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#filled + chunk.length > BLOCK_BYTES) return this.#addInParts(chunk);
    this.#filling.set(chunk, this.#filled);
    this.#filled += chunk.length;
    return undefined;
  }

  async #addInParts(chunk: Uint8Array): Promise<void> {
    for (let from = 0; from < chunk.length;) {
      if (this.#filled === BLOCK_BYTES) await this.#flush();
      const part = chunk.subarray(from, from + BLOCK_BYTES - this.#filled);
      this.#filling.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
    }
  }

  async #flush(): Promise<void> {
    this.#write();
    if (this.#blocks < MOST_BLOCKS) {
      this.#blocks += 1;
      this.#filling = newBlock();
    } else {
      this.#filling = await this.#writing.shift()!;
    }
  }

  #write(): void {
    this.#threaded ??= new ThreadedFile(this.#file.fd, { isText: this.#isText });
    const block = this.#filling;
    const writing = this.#threaded.append(block.subarray(0, this.#filled)).then((fault) => {
      this.#fault ??= fault;
      return block;
    });
    // It is waited for before anything else is done with the file.
    writing.catch(() => undefined);
    this.#writing.push(writing);
    this.#filled = 0;
  }

  /** Must be called in the end, also after an error: the file may not be closed under a write. */
  async end(): Promise<WrittenFile> {
    if (!this.#threaded) return await this.#writeAlone();
    if (this.#filled > 0) this.#write();
    await Promise.all(this.#writing);
    const { hash, fault } = await this.#threaded.end();
    return { hash, fault: this.#fault ?? fault };
  }

  async #writeAlone(): Promise<WrittenFile> {
    const bytes = Buffer.from(this.#filling.buffer, 0, this.#filled);
    await this.#file.writeFile(bytes);
    const check = new TextCheck();
    const fault = this.#isText ? (check.add(bytes) ?? check.end()) : null;
    return { hash: hash('sha256', bytes, 'buffer'), fault };
  }
}
