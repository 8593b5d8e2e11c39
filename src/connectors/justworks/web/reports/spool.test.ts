import { hash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES } from './file-writer.ts';
import { spoolReport } from './spool.ts';

function spool(chunks: (string | Uint8Array)[], maxBytes = 1000) {
  const bytes = chunks.map((chunk) => Buffer.from(chunk as string));
  return spoolReport(Readable.from(bytes), 'employee_census', maxBytes);
}

describe('spoolReport', () => {
  it('can be read twice, and hashes what it saw', async () => {
    await using spooled = await spool(['a,b\n', '1,2\n']);
    expect(await text(spooled.read())).toBe('a,b\n1,2\n');
    expect(await text(spooled.read())).toBe('a,b\n1,2\n');
    expect(spooled.hash.toString('hex')).toBe(hash('sha256', 'a,b\n1,2\n'));
  });

  it('hashes bytes alike however they come in, and each byte of them', async () => {
    const bytes = Buffer.alloc(2 * BLOCK_BYTES + 7, 'abc');
    const hashOf = async (text: Buffer, size: number): Promise<string> => {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, place) =>
        text.subarray(place * size, (place + 1) * size),
      );
      await using spooled = await spool(pieces, text.length);
      return spooled.hash.toString('hex');
    };
    const whole = await hashOf(bytes, bytes.length);
    expect(whole).toBe(hash('sha256', bytes));
    for (const size of [1000, BLOCK_BYTES, BLOCK_BYTES + 1]) expect(await hashOf(bytes, size)).toBe(whole);
    for (const place of [0, BLOCK_BYTES - 1, BLOCK_BYTES, bytes.length - 1]) {
      const other = Buffer.from(bytes);
      other[place] = 0x7a;
      expect(await hashOf(other, 65_536)).not.toBe(whole);
    }
    expect(await hashOf(bytes.subarray(0, -1), 65_536)).not.toBe(whole);
  });

  it.each([1, 2, 3, 4, 5])('takes characters that come in pieces of %i bytes', async (size) => {
    const bytes = Buffer.from('José,€,😀\n');
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, place) =>
      bytes.subarray(place * size, (place + 1) * size),
    );
    await using spooled = await spool(pieces);
    expect(await text(spooled.read())).toBe('José,€,😀\n');
  });

  it('can be read again after a reading that was broken off', async () => {
    await using spooled = await spool(['a,b\n', '1,2\n']);
    for await (const chunk of spooled.read()) if (chunk.length > 0) break;
    expect(await text(spooled.read())).toBe('a,b\n1,2\n');
  });

  it('keeps what is longer than one write', async () => {
    const line = `${'x'.repeat(999_999)}\n`;
    await using spooled = await spool([line, line, line], 4_000_000);
    expect(await text(spooled.read())).toBe(line.repeat(3));
  });

  it('leaves no name in the temporary folder while it is open', async () => {
    await using spooled = await spool(['a\n']);
    // Others who spool just now have a name for a moment.
    const listNames = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith('muster-report-'));
    await expect.poll(listNames).toEqual([]);
    expect(await text(spooled.read())).toBe('a\n');
  });

  it('tells whether the last line is ended', async () => {
    await using ended = await spool(['a\n', '']);
    await using open = await spool(['a\nb']);
    await using empty = await spool([]);
    expect([ended.endsWithNewline, open.endsWithNewline, empty.endsWithNewline]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['Latin-1', [Buffer.from('Jos\u00e9\n', 'latin1')], 'report_encoding'],
    ['UTF-16', [Buffer.from('\uFEFFa,b\n', 'utf16le')], 'report_encoding'],
    ['NUL', ['a\0b\n'], 'report_encoding'],
    ['a cut character', [Buffer.from('é').subarray(0, 1)], 'report_encoding'],
    ['too many bytes', ['x'.repeat(600), 'x'.repeat(600)], 'report_malformed'],
  ])('refuses %s', async (_name, chunks, code) => {
    await expect(spool(chunks)).rejects.toMatchObject({ code, subject: 'employee_census' });
  });

  it.each([
    ['Latin-1', Buffer.from('Jos\u00e9\n', 'latin1')],
    ['NUL', Buffer.from('a\0b\n')],
    ['a cut character', Buffer.from('é').subarray(0, 1)],
  ])('refuses %s at the end of a report of several blocks', async (_name, tail) => {
    const head = 'x'.repeat(2 * BLOCK_BYTES);
    await expect(spool([head, tail], 4 * BLOCK_BYTES)).rejects.toMatchObject({ code: 'report_encoding' });
  });

  it('reads no further than a few blocks once it has seen that it is no text', async () => {
    let blocks = 0;
    function* endless() {
      for (;;) {
        blocks += 1;
        yield Buffer.alloc(BLOCK_BYTES, blocks === 3 ? 0 : 'x');
      }
    }
    const reading = spoolReport(Readable.from(endless()), 'employee_census', Infinity);
    await expect(reading).rejects.toMatchObject({ code: 'report_encoding' });
    expect(blocks).toBeLessThan(20);
  });

  it('takes a character that lies across two blocks', async () => {
    const bytes = Buffer.from(`${'x'.repeat(BLOCK_BYTES - 1)}é\n`);
    await using spooled = await spool([bytes], 2 * BLOCK_BYTES);
    expect(spooled.hash.toString('hex')).toBe(hash('sha256', bytes));
  });

  it('takes a character that comes in two pieces', async () => {
    const bytes = Buffer.from('é\n');
    await using spooled = await spool([bytes.subarray(0, 1), bytes.subarray(1)]);
    expect(await text(spooled.read())).toBe('é\n');
  });
});
