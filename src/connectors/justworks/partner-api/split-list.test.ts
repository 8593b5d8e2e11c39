import { describe, expect, it } from 'vitest';
import { splitList } from './split-list.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function split(text: string, place = 'items', size = 1000, maxBytes = 1000) {
  const entries: unknown[] = [];
  const pages = splitList(inPieces(text, size), { place, maxBytes });
  for (;;) {
    const { done, value } = await pages.next();
    if (done === true) return { entries, rest: value };
    entries.push(...value);
  }
}

const TRICKY = {
  status: 'complete, "items": [',
  nested: { items: [1, 2] },
  items: [{ a: '],[{"\\"', list: [1, [2]] }, [], 'ä', 7, null, {}],
  message: 'done',
};

describe('splitList', () => {
  it.each([1, 2, 3, 7, 1000])('takes the list out, wherever the pieces of %i bytes end', async (size) => {
    for (const text of [JSON.stringify(TRICKY), JSON.stringify(TRICKY, null, 2)]) {
      expect(await split(text, 'items', size)).toEqual({
        entries: TRICKY.items,
        rest: { ...TRICKY, items: [] },
      });
    }
  });

  it('finds it at a deeper place, and leaves its namesakes', async () => {
    expect(await split('{"items":[0],"report":{"items":[1,2]}}', 'report.items', 3)).toEqual({
      entries: [1, 2],
      rest: { items: [0], report: { items: [] } },
    });
  });

  it.each(['{"items":[],"status":"pending"}', '{"items":[ ] ,"status":"pending"}', '{"status":"pending"}'])(
    'takes %s for no entries',
    async (text) => {
      expect(await split(text)).toMatchObject({ entries: [], rest: { status: 'pending' } });
    },
  );

  it.each([
    '',
    '{"items":[{"a":1}',
    '{"items":[{"a":1}]',
    '<html></html>',
    '{"items":[,1]}',
    '{"items":[{a}]}',
  ])('refuses %j', async (text) => {
    await expect(split(text, 'items', 4)).rejects.toThrow(SyntaxError);
  });

  it('keeps no more than the limit, however long the list is', async () => {
    const items = Array.from({ length: 50 }, (_, id) => ({ id, text: 'x'.repeat(20) }));
    expect((await split(JSON.stringify({ items }), 'items', 10, 100)).entries).toEqual(items);
    const long = { items: [], status: 'x'.repeat(200) };
    await expect(split(JSON.stringify(long), 'items', 10, 100)).rejects.toThrow(SyntaxError);
    await expect(split(JSON.stringify({ items: ['x'.repeat(200)] }), 'items', 10, 100)).rejects.toThrow(
      SyntaxError,
    );
  });
});
