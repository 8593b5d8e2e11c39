import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { ThreadedFile } from './append-in-thread.ts';

export const BLOCK_BYTES = 512 * 1024;
/** Memory does not grow with the file; with fewer, whoever reads waits for a thread that is about to be done. */
const MOST_BLOCKS = 5;

type Block = Uint8Array<SharedArrayBuffer>;
const newBlock = (): Block => new Uint8Array(new SharedArrayBuffer(BLOCK_BYTES));

/**
 * Appends to a file by way of a few blocks: some are written and hashed by another thread while one is filled. Nothing else
 * is allocated, and no chunk lives longer than the call that gives it, which spares the garbage collector more than the
 * copy costs. What fits into one block needs no thread.
 */
export class FileWriter {
  readonly #file: FileHandle;
  #threaded: ThreadedFile | undefined;
  #filling = newBlock();
  #filled = 0;
  #blocks = 1;
  /** In their order. */
  readonly #writing: Promise<Block>[] = [];

  constructor(file: FileHandle) {
    this.#file = file;
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
    this.#threaded ??= new ThreadedFile(this.#file.fd);
    const block = this.#filling;
    const writing = this.#threaded.append(block.subarray(0, this.#filled)).then(() => block);
    // It is waited for before anything else is done with the file.
    writing.catch(() => undefined);
    this.#writing.push(writing);
    this.#filled = 0;
  }

  /**
   * Must be called in the end, also after an error: the file may not be closed under a write.
   * @returns SHA-256 of all bytes
   */
  async end(): Promise<Buffer> {
    if (!this.#threaded) return await this.#writeAlone();
    if (this.#filled > 0) this.#write();
    await Promise.all(this.#writing);
    return await this.#threaded.digest();
  }

  async #writeAlone(): Promise<Buffer> {
    const bytes = this.#filling.subarray(0, this.#filled);
    await this.#file.writeFile(bytes);
    return hash('sha256', bytes, 'buffer');
  }
}
