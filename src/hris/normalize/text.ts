/** Trimmed; null when nothing is left. Unknown is null, never ''. */
export function toText(text: string | null | undefined): string | null {
  return text?.trim() || null;
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
