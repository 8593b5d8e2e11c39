import { expect, it } from 'vitest';
import { apiCapabilityKeys } from '../../connectors/justworks/partner-api/scopes.ts';
import { webCapabilityKeys } from '../../connectors/justworks/permissions.ts';
import { MODEL_NAMES, RECORD_MODEL_NAMES, SCOPE_FIELDS } from '../../hris/scopes.ts';
import { wordsOf } from './index.ts';

const [en, de] = [wordsOf('en'), wordsOf('de')];

/** Every text by its path. */
function flatten(words: object, path = ''): [path: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}/${key}`, value]] : flatten(value as object, `${path}/${key}`),
  );
}

/** The texts with marks for what is put into them. */
function fillIn(words: unknown, path = ''): [path: string, text: string][] {
  if (typeof words === 'string') return [[path, words]];
  const filled = typeof words === 'function' ? { '()': call(words) } : (words as object);
  return Object.entries(filled).flatMap(([key, value]) => fillIn(value, `${path}/${key}`));
}

const call = (text: unknown): unknown =>
  (text as (...marks: string[]) => unknown)('⟨0⟩', '⟨1⟩', '⟨2⟩', '⟨3⟩');

it.each(['adminLink', 'consent', 'lateInvitation', 'session'] as const)(
  'says the same in German, of the same values and in other words: %s',
  (part) => {
    const [english, german] = [new Map(fillIn(en[part])), new Map(fillIn(de[part]))];
    const marks = (text: string | undefined) => [...new Set(text?.match(/⟨\d⟩/g))].sort();
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of english) {
      expect(german.get(path), path).not.toBe(text);
      expect(marks(german.get(path)), path).toEqual(marks(text));
    }
  },
);

it('tells each problem in German too, and in other words', () => {
  const [english, german] = [new Map(flatten(en.problems)), new Map(flatten(de.problems))];
  expect([...german.keys()]).toEqual([...english.keys()]);
  for (const [path, text] of english) expect(german.get(path), path).not.toBe(text);
});

it('has a German word for each field that can be read', () => {
  const { titles, fields } = de.scopes;
  const readable: readonly string[] = Object.values(RECORD_MODEL_NAMES);
  for (const model of MODEL_NAMES.filter((name) => readable.includes(name))) {
    expect(titles[model], model).toBeDefined();
    for (const field of SCOPE_FIELDS[model]) {
      expect(fields[`${model}.${field}`] ?? fields[field], `${model}.${field}`).toBeDefined();
    }
  }
});

it('names no field that there is not', () => {
  const known = MODEL_NAMES.flatMap((model) =>
    SCOPE_FIELDS[model].flatMap((field) => [field, `${model}.${field}`]),
  );
  const named = [...Object.keys(en.scopes.fields), ...Object.keys(de.scopes.fields)];
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

it('describes each capability of the connector in German', () => {
  const described = Object.keys(de.capabilities.descriptions);
  expect(described.sort()).toEqual([...new Set([...webCapabilityKeys, ...apiCapabilityKeys])].sort());
});
