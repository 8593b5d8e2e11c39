import { toTextShape } from '../../../lib/text-shape.ts';
import type { UnknownWord } from '../../../hris/snapshot.ts';
import type { MappedWord } from './enums.ts';

const MAX_WORDS = 200;
const MAX_SHAPE_LENGTH = 40;

/** Counts words that no mapping knows, by shape, so that drift is seen without seeing anybody's entry. */
export interface WordTally {
  note(field: string, word: MappedWord): void;
  noteAll(words: Readonly<Record<string, MappedWord>>): void;
  /** A value, not a word of a vocabulary, that can't be read. */
  noteUnreadable(field: string, text: string): void;
  list(): UnknownWord[];
  /** How often anything was counted. */
  readonly noted: number;
}

export function createWordTally(): WordTally {
  const words = new Map<string, UnknownWord>();
  let noted = 0;
  function add(field: string, text: string) {
    noted += 1;
    const shape = toTextShape(text, MAX_SHAPE_LENGTH);
    const key = `${field} ${shape}`;
    const seen = words.get(key);
    if (seen) seen.count += 1;
    else if (words.size < MAX_WORDS) words.set(key, { field, shape, count: 1 });
  }
  function note(field: string, word: MappedWord) {
    if (!word.isKnown && word.origin !== null) add(field, word.origin);
  }
  return {
    note,
    noteAll(words) {
      for (const field in words) note(field, words[field]!);
    },
    noteUnreadable: add,
    list: () => [...words.values()],
    get noted() {
      return noted;
    },
  };
}
