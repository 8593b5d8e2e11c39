/** So many bytes of an answer are kept. */
export const MAX_ANSWER_BYTES = 16_384;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * What a receiver said, as text that the database takes: what is not UTF-8 is replaced, and a NUL, which no text there may
 * have, too. Null: it said nothing.
 */
export function toAnswerText(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return null;
  const text = decoder.decode(bytes.subarray(0, MAX_ANSWER_BYTES));
  return text.replaceAll('\0', '\ufffd');
}
