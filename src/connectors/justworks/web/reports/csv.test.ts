import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';

const MAX = 10_000;

async function read(text: string, chunkBytes = 3): Promise<string[][]> {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  const records: string[][] = [];
  for await (const batch of readCsv(Readable.from(chunks), 'employee_census', MAX))
    records.push(...batch.map(({ cells }) => cells));
  return records;
}

describe('readCsv', () => {
  it('reads quotes, line breaks in cells, a byte order mark and both line ends', async () => {
    expect(await read('\uFEFFa,b\r\n"1, ""x""","2\n3"\r\nä,\n')).toEqual([
      ['a', 'b'],
      ['1, "x"', '2\n3'],
      ['ä', ''],
    ]);
  });

  it('reads a file that ends without a newline', async () => {
    expect(await read('a,b\n1,2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it.each([
    ['', 'report_empty'],
    ['\n\n', 'report_empty'],
    ['a,b\n', 'report_empty'],
    ['a,b\n1,2\n3', 'report_cut'],
    ['a,b\n1', 'report_cut'],
    ['a,b\n1,"2', 'report_cut'],
    ['a,b\n1,"2\n3,4\n', 'report_cut'],
    ['a,b\n1\n3,4\n', 'report_malformed'],
    ['a,b\n1,2,3\n', 'report_malformed'],
    ['a,b\n1,"x"y\n', 'report_malformed'],
    ['a,b\n1,x"y\n', 'report_malformed'],
    [`a,b\n1,"${'x'.repeat(MAX + 1)}"\n`, 'report_malformed'],
  ])('refuses %j as %s', async (text, code) => {
    await expect(read(text)).rejects.toMatchObject({ code, subject: 'employee_census' });
  });

  it('quotes nothing of a broken record', async () => {
    const failure = await read('a,b\nsecret,"x"y\n').catch((error: unknown) => error);
    expect(JSON.stringify([String(failure), failure])).not.toMatch(/secret|"y"/);
    expect(failure).not.toHaveProperty('cause');
  });

  it('passes on what breaks the source', async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error('disk')) });
    await expect(readCsv(broken, 'r', MAX).next()).rejects.toThrow('disk');
  });
});
