/** Characters that take no room and say nothing, e.g. a zero width space; `trim` knows the other blanks. */
const UNSEEN = /^[\s\u00AD\u180E\u200B-\u200F\u2060\uFEFF]+$/;
const FIRST_UNSEEN = 0xad;

/** Trimmed; null when nothing is left that can be seen. Unknown is null, never ''. */
export function toText(text: string | null | undefined): string | null {
  const trimmed = text?.trim();
  if (!trimmed) return null;
  return trimmed.charCodeAt(0) >= FIRST_UNSEEN && UNSEEN.test(trimmed) ? null : trimmed;
}

/** For comparing names: lower case, inner white space folded. */
export function foldName(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** For comparing words of a vocabulary: letters and digits only, in lower case. */
export function foldWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
