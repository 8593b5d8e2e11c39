import { createHash, webcrypto } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

export const BLOCK_BYTES = 512 * 1024;

/**
 * Appends to a file by way of two blocks: one is written and hashed by other threads while the other is filled. Nothing else
 * is allocated, and no chunk lives longer than the call that gives it, which spares the garbage collector more than the
 * copy costs.
 */
export class FileWriter {
  readonly #hash = createHash('sha256');
  readonly #file: FileHandle;
  #filling = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #spare = Buffer.allocUnsafeSlow(BLOCK_BYTES);
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
    this.#writing = this.#write(this.#filling.subarray(0, this.#filled));
    // It is waited for before anything else is done with the file.
    this.#writing.catch(() => undefined);
    [this.#filling, this.#spare] = [this.#spare, this.#filling];
    this.#filled = 0;
  }

  async #write(block: Buffer<ArrayBuffer>): Promise<void> {
    const [digest] = await Promise.all([
      webcrypto.subtle.digest('SHA-256', block),
      this.#file.writeFile(block),
    ]);
    this.#hash.update(new Uint8Array(digest));
  }

  /**
   * Must be called in the end, also after an error: the file may not be closed under a write.
   * @returns SHA-256 over the SHA-256 of each block
   */
  async end(): Promise<Buffer> {
    if (this.#filled > 0) await this.#flush();
    await this.#writing;
    return this.#hash.digest();
  }
}
