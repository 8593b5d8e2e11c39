const MAX_ENTRIES = 1000;
const MAX_TEXT_LENGTH = 100;

/**
 * A pure function of a short word that keeps its answers: reports say the same few words on every row. Never for what
 * belongs to one person only, which would be kept for nothing. Answers are shared, so they must not be changed.
 */
export function remember<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const fresh = answer(text);
    if (text.length > MAX_TEXT_LENGTH) return fresh;
    if (known.size === MAX_ENTRIES) known.clear();
    known.set(text, fresh);
    return fresh;
  };
}
