import { expect, it } from 'vitest';
import { employerWords } from './words.ts';

/** Every text by its path; placeholders are filled with marks that can be found again. */
function flatten(words: unknown, path = ''): [path: string, text: string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') {
    const isCounting = /fieldCount|permissionsMissing|countOf/.test(path);
    const marks = [0, 1].map((place) => (isCounting ? 7 + place : `⟨${place}⟩`));
    return flatten((words as (...marks: unknown[]) => unknown)(...marks), path);
  }
  return Object.entries(words as object).flatMap(([key, value]) => flatten(value, `${path}/${key}`));
}

const english = new Map(flatten(employerWords('en')));
const german = new Map(flatten(employerWords('de')));
/** Says nothing on purpose. */
const EMPTY = ['/explained/connected'];

it('has each text in both languages, and the same values in it', () => {
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  const marks = (text: string | undefined) => [...new Set(text?.match(/⟨\d⟩|\d/g) ?? [])].sort();
  for (const [path, text] of english) {
    expect(marks(german.get(path)), path).toEqual(marks(text));
    if (!EMPTY.includes(path)) expect([text.trim(), german.get(path)!.trim()], path).not.toContain('');
  }
});

it('leaves nothing in English', () => {
  expect([...english].filter(([path, text]) => !EMPTY.includes(path) && german.get(path) === text)).toEqual(
    [],
  );
});
