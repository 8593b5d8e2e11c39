import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { FINGERPRINT_BYTES } from '../../../contract.ts';
import { RowMarks } from './row-marks.ts';

it.each([0, 1, 40_000])(
  'gives the fronts of %i fingerprints in their order, as often as asked',
  async (count) => {
    await using marks = await RowMarks.create('employee');
    const all = Array.from({ length: count }, (_, row) => createHash('sha256').update(`${row}`).digest());
    for (const fingerprint of all) await marks.add(fingerprint);
    const expected = Buffer.concat(all.map((fingerprint) => fingerprint.subarray(0, FINGERPRINT_BYTES)));
    expect(marks.count).toBe(count);
    for (let time = 0; time < 2; time += 1) {
      const pieces: Buffer[] = [];
      for await (const piece of marks.read()) pieces.push(Buffer.from(piece));
      expect(pieces.every(({ length }) => length % FINGERPRINT_BYTES === 0)).toBe(true);
      expect(Buffer.concat(pieces).equals(expected)).toBe(true);
    }
  },
);
