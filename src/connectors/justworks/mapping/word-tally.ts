import type { UnknownWord } from '../../../hris/snapshot.ts';
import type { MappedWord } from './enums.ts';

const MAX_WORDS = 200;
const MAX_SHAPE_LENGTH = 40;

/** Counts words that no mapping knows, by shape, so that drift is seen without seeing anybody's entry. */
export interface WordTally {
  note(field: string, word: MappedWord): void;
  /** A value, not a word of a vocabulary, that can't be read. */
  noteUnreadable(field: string, text: string): void;
  list(): UnknownWord[];
}

export function createWordTally(): WordTally {
  const words = new Map<string, UnknownWord>();
  function add(field: string, text: string) {
    const shape = toShape(text);
    const key = `${field} ${shape}`;
    const seen = words.get(key);
    if (seen) seen.count += 1;
    else if (words.size < MAX_WORDS) words.set(key, { field, shape, count: 1 });
  }
  return {
    note(field, word) {
      if (!word.isKnown && word.origin !== null) add(field, word.origin);
    },
    noteUnreadable: add,
    list: () => [...words.values()],
  };
}

/** "Co-op 2" -> "Aa-aa 9" */
export function toShape(text: string): string {
  return text
    .slice(0, MAX_SHAPE_LENGTH)
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{N}/gu, '9')
    .replace(/[^A9\s\p{P}\p{S}]/gu, 'a');
}
