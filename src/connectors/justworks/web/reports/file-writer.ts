import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { ThreadedFile } from './append-in-thread.ts';

export const BLOCK_BYTES = 512 * 1024;

type Block = Uint8Array<SharedArrayBuffer>;
const newBlock = (): Block => new Uint8Array(new SharedArrayBuffer(BLOCK_BYTES));

/**
 * Appends to a file by way of two blocks: one is written and hashed by another thread while the other is filled. Nothing else
 * is allocated, and no chunk lives longer than the call that gives it, which spares the garbage collector more than the
 * copy costs. What fits into one block needs no thread.
 */
export class FileWriter {
  readonly #file: FileHandle;
  #threaded: ThreadedFile | undefined;
  #filling = newBlock();
  #spare: Block | undefined;
  #filled = 0;
  #writing: Promise<void> = Promise.resolve();

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
    await this.#writing;
    this.#threaded ??= new ThreadedFile(this.#file.fd);
    this.#writing = this.#threaded.append(this.#filling.subarray(0, this.#filled));
    // It is waited for before anything else is done with the file.
    this.#writing.catch(() => undefined);
    [this.#filling, this.#spare] = [this.#spare ?? newBlock(), this.#filling];
    this.#filled = 0;
  }

  /**
   * Must be called in the end, also after an error: the file may not be closed under a write.
   * @returns SHA-256 of all bytes
   */
  async end(): Promise<Buffer> {
    if (!this.#threaded) return await this.#writeAlone();
    if (this.#filled > 0) await this.#flush();
    await this.#writing;
    return await this.#threaded.digest();
  }

  async #writeAlone(): Promise<Buffer> {
    const bytes = this.#filling.subarray(0, this.#filled);
    await this.#file.writeFile(bytes);
    return hash('sha256', bytes, 'buffer');
  }
}
