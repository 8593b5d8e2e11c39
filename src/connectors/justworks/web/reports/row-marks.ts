import type { FileHandle } from 'node:fs/promises';
import type { RowKind } from '../../../../hris/snapshot.ts';
import { FINGERPRINT_BYTES, type ReportMarks } from '../../../contract.ts';
import { FileWriter } from './file-writer.ts';
import { openNamelessFile, readFrom } from './spool.ts';

/** The fingerprints of a report's rows in their order, on disk: memory does not grow with the employer. */
export class RowMarks implements ReportMarks, AsyncDisposable {
  readonly kind: RowKind;
  readonly #file: FileHandle;
  readonly #writer: FileWriter;
  #count = 0;
  #isEnded = false;

  private constructor(kind: RowKind, file: FileHandle) {
    this.kind = kind;
    this.#file = file;
    this.#writer = new FileWriter(file);
  }

  static async create(kind: RowKind): Promise<RowMarks> {
    return new RowMarks(kind, await openNamelessFile());
  }

  get count(): number {
    return this.#count;
  }

  /** @param fingerprint of which the front is kept. Undefined: nothing need be waited for */
  add(fingerprint: Buffer): Promise<void> | undefined {
    this.#count += 1;
    return this.#writer.add(fingerprint.subarray(0, FINGERPRINT_BYTES));
  }

  /** Nothing can be added any more. */
  async *read(): AsyncGenerator<Buffer> {
    await this.#end();
    yield* readFrom(this.#file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
    await this.#file.close();
  }

  async #end(): Promise<void> {
    if (!this.#isEnded) await this.#writer.end();
    this.#isEnded = true;
  }
}
