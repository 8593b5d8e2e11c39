import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { spoolReport } from './spool.ts';

function spool(chunks: (string | Uint8Array)[], maxBytes = 1000, hash = createHash('sha256')) {
  const bytes = chunks.map((chunk) => Buffer.from(chunk as string));
  return spoolReport(Readable.from(bytes), hash, 'employee_census', maxBytes);
}

describe('spoolReport', () => {
  it('can be read twice, and hashes what it saw', async () => {
    const hash = createHash('sha256');
    await using spooled = await spool(['a,b\n', '1,2\n'], 1000, hash);
    expect(await text(spooled.read())).toBe('a,b\n1,2\n');
    expect(await text(spooled.read())).toBe('a,b\n1,2\n');
    expect(hash.digest('hex')).toBe(createHash('sha256').update('a,b\n1,2\n').digest('hex'));
  });

  it('leaves no name in the temporary folder while it is open', async () => {
    await using spooled = await spool(['a\n']);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('muster-report-'))).toEqual([]);
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

  it('takes a character that comes in two pieces', async () => {
    const bytes = Buffer.from('é\n');
    await using spooled = await spool([bytes.subarray(0, 1), bytes.subarray(1)]);
    expect(await text(spooled.read())).toBe('é\n');
  });
});
