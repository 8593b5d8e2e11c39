import { hash } from 'node:crypto';

const LIMBS = 8;
const LIMB_BYTES = 4;
const LIMB = 2 ** 32;
/** So many limbs add up to less than the largest whole number that is exact. */
const ADDS_BETWEEN_CARRIES = 2 ** 20;

/**
 * A set of rows by what stands in them: SHA-256 of each, added up modulo 2^256, and their number. Rows that come in another
 * order are the same set; a row that comes twice is another one.
 */
export class RowsDigest {
  readonly #sum = new Float64Array(LIMBS);
  #count = 0;

  /** @param row everything that the row is to be told by; returns its SHA-256 */
  add(row: string): Buffer {
    const fingerprint = hash('sha256', row, 'buffer');
    for (let limb = 0; limb < LIMBS; limb += 1)
      this.#sum[limb]! += fingerprint.readUInt32LE(limb * LIMB_BYTES);
    this.#count += 1;
    if (this.#count % ADDS_BETWEEN_CARRIES === 0) this.#carry();
    return fingerprint;
  }

  /** For JSON; may be asked for at any time. */
  toJSON(): { rows: number; sum: string } {
    this.#carry();
    const bytes = Buffer.alloc(LIMBS * LIMB_BYTES);
    this.#sum.forEach((limb, place) => bytes.writeUInt32LE(limb, place * LIMB_BYTES));
    return { rows: this.#count, sum: bytes.toString('hex') };
  }

  #carry(): void {
    let carry = 0;
    for (let limb = 0; limb < LIMBS; limb += 1) {
      const value = this.#sum[limb]! + carry;
      carry = Math.floor(value / LIMB);
      this.#sum[limb] = value % LIMB;
    }
  }
}
