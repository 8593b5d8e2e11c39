/** As people mistype an address that they copy by hand: a letter more, less or wrong. */
const MAX_SLIPS = 2;

/** Whether `typed` is `issued` but for one or two slips of the pen. Two addresses of 128 random bits are never that near. */
export function isNearAddress(typed: string, issued: string): boolean {
  if (typed === issued || Math.abs(typed.length - issued.length) > MAX_SLIPS) return false;
  return countSlips(typed, issued) <= MAX_SLIPS;
}

/** Levenshtein distance, row by row. */
function countSlips(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (isSame ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length]!;
}
