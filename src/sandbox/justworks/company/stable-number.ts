/** A number from 0 to 2^32 - 1 that follows from the text alone (FNV-1a); cheap enough for each person and pay day. */
export function stableNumber(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // The last characters of similar texts differ only in the low bits: spread them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** True for about one text in `oneIn`. */
export function isChosen(text: string, oneIn: number): boolean {
  return stableNumber(text) % oneIn === 0;
}
