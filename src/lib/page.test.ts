import { describe, expect, it } from 'vitest';
import { openCursors, toPage } from './page.ts';

const cursors = openCursors(new Uint8Array(32).fill(1), { list: 'letters' });
const letters = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, place: { key: id, id } }));

/** What a store does: rows after or before the position, nearest first, one more than the page holds. */
function readPage(cursor: string | undefined, pageSize: number) {
  const from = cursors.read(cursor);
  const isBackward = from?.direction === 'previous';
  const ordered = isBackward ? letters.toReversed() : letters;
  const beyond = ordered.filter((row) => !from || (isBackward ? row.id < from.id : row.id > from.id));
  return toPage(cursors, from, beyond.slice(0, pageSize + 1), pageSize, (row) => row.id);
}

describe('pages', () => {
  it('walk forth and back over all rows, each once, in list order', () => {
    const first = readPage(undefined, 2);
    const second = readPage(first.next!, 2);
    const third = readPage(second.next!, 2);
    expect([first.results, second.results, third.results]).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect([first.previous, third.next]).toEqual([null, null]);
    const back = readPage(third.previous!, 2);
    expect(back.results).toEqual(['c', 'd']);
    expect(readPage(back.next!, 2).results).toEqual(['e']);
    const start = readPage(back.previous!, 2);
    expect(start.results).toEqual(['a', 'b']);
    expect(start.previous).toBeNull();
  });

  it('has no next page when the last row fills the page', () => {
    expect(readPage(undefined, 5)).toEqual({
      next: null,
      previous: null,
      results: ['a', 'b', 'c', 'd', 'e'],
    });
  });
});
