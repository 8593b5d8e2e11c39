import { createHmac } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';

/**
 * Ids and tokens that follow from the seed, the time and how many of their kind came before: the same seed, clock and script
 * give the same ones, and a sandbox that is started again gives others. They keep nothing safe, and need not: all is made up.
 */
export class SeededIds {
  private readonly seed: string;
  private readonly clock: Clock;
  private readonly counts = new Map<string, number>();

  constructor(seed: string, clock: Clock) {
    this.seed = seed;
    this.clock = clock;
  }

  /** @param byteCount 32 at most */
  bytes(kind: string, byteCount: number): Buffer {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    return createHmac('sha256', `${this.seed}/ids`)
      .update(`${kind}/${count}/${this.clock.now().toISOString()}`)
      .digest()
      .subarray(0, byteCount);
  }

  token(kind: string): string {
    return this.bytes(kind, 24).toString('base64url');
  }

  /** In the form of a version 4. */
  uuid(kind: string): string {
    const bytes = this.bytes(kind, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}
