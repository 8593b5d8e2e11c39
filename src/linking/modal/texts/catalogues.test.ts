import { expect, it } from 'vitest';
import type { Texts } from './catalogue.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';

/** Every text by its path; placeholders are filled with marks that can be found again. */
function flatten(words: unknown, path = ''): [path: string, text: string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') return [1, 2].flatMap((count) => fill(words as Placeholders, path, count));
  return Object.entries(words as object).flatMap(([key, value]) => flatten(value, `${path}/${key}`));
}

type Placeholders = (...values: unknown[]) => unknown;

/** Texts that count say it by a number; two, because one is often a word of its own. */
function fill(text: Placeholders, path: string, count: number): [path: string, text: string][] {
  const marks = Array.from({ length: 4 }, (_, place) => (COUNTED.test(path) ? count + place : `⟨${place}⟩`));
  return flatten(text(...marks), `${path}(${count})`);
}

const COUNTED = /missingTitle|^\/people|linked\/people|attemptsLeft|stepOf|filled|unlocks/;
const ENGLISH = new Map(flatten(en));
const GERMAN = new Map(flatten(de));

it('has each text of the English catalogue in German, and no other', () => {
  expect([...GERMAN.keys()].sort()).toEqual([...ENGLISH.keys()].sort());
  for (const [path, text] of [...ENGLISH, ...GERMAN]) expect(text.trim(), path).not.toBe('');
});

it('puts the same values into a text in either language', () => {
  const marks = (text: string | undefined) => [...new Set(text?.match(/⟨\d⟩|\d/g) ?? [])].sort();
  for (const [path, text] of ENGLISH) expect(marks(GERMAN.get(path)), path).toEqual(marks(text));
});

it('leaves nothing in English but what stands so in the source, and what is the same word', () => {
  const same = [...ENGLISH].filter(([path, text]) => GERMAN.get(path) === text).map(([path]) => path);
  const menusOfTheSource = /^\/guide\/(path\/\d|sendLabel|sendValue)$/;
  const namesAlone = /^\/documentTitle|^\/people$/;
  expect(same.filter((path) => !menusOfTheSource.test(path) && !namesAlone.test(path))).toEqual([]);
});

it('speaks to the person in one manner, and quotes as German does', () => {
  expect([...GERMAN].filter(([, text]) => /["”]|\bdu\b|\bdein/i.test(text))).toEqual([]);
});

it('says of one person what it says of one, and of a directory that it is one', () => {
  const sizes = ({ confirm: { size } }: Texts) =>
    [0, 1, 1204].flatMap((count) => [size.roster(count, `${count}`), size.directory(count, `${count}`)]);
  expect(sizes(en)).toEqual([
    ...['0 people', '0 people in the directory'],
    ...['1 person', '1 person in the directory'],
    ...['1204 people', '1204 people in the directory'],
  ]);
  expect(sizes(de)).toEqual([
    ...['0 Personen', '0 Personen im Verzeichnis'],
    ...['1 Person', '1 Person im Verzeichnis'],
    ...['1204 Personen', '1204 Personen im Verzeichnis'],
  ]);
});
