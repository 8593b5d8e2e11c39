import type { JsonSchema, Parameter } from '../../src/http/document/document-types.ts';
import { resolveSchema } from './operations.ts';

/** Stands in every junk text, so that an answer that repeats what it refused shows itself. */
export const MARK = 'zq9x';

export interface Junk {
  what: string;
  text: string;
  /** The document says that this can't be right: only 400 will do. */
  isWrong: boolean;
}

const TEXTS: [what: string, text: string][] = [
  ['empty', ''],
  ['very long', MARK.repeat(1500)],
  ['null byte', `${MARK}\0`],
  ['unicode', `${MARK} \u202e𝕛ü\u0301nk 🙈 \ufffe`],
  ['a lone surrogate', `${MARK}\ufffd`],
  ['negative', '-1'],
  ['huge', '99999999999999999999999999'],
  ['a fraction', '1.5'],
  ['an exponent', '1e3'],
  ['SQL', `${MARK}' or 1=1; drop table employees; --`],
  ['HTML', `<script>alert("${MARK}")</script>`],
  ['a format', `${MARK}%s%n{{7*7}}$\{7*7}`],
  ['an object', `{"${MARK}":1}`],
  ['the word null', 'null'],
  ['a path', `../../${MARK}`],
];

const BY_FORMAT: Record<string, [what: string, text: string][]> = {
  'date-or-date-time': [
    ['a day that is not', '2026-02-30'],
    ['a month that is not', '2026-13-01'],
    ['the year zero', '0000-01-01'],
    ['a fifth digit', '12026-01-01'],
    ['an hour that is not', '2026-01-01T25:00:00Z'],
    ['a zone that is not', '2026-01-01T00:00:00+99:00'],
  ],
  uuid: [
    ['one character short', '0192f0c1-7a3e-7c1b-9d2a-5b6c7d8e9f0'],
    ['one character more', '0192f0c1-7a3e-7c1b-9d2a-5b6c7d8e9f011'],
  ],
};

/** Texts for a parameter of the query, each with whether its schema rules it out. */
export function junkFor(parameter: Parameter): Junk[] {
  const schema = resolveSchema(parameter.schema);
  const one = schema.type === 'array' ? resolveSchema(schema.items ?? {}) : schema;
  const texts = [...TEXTS, ...(BY_FORMAT[one.format ?? ''] ?? []), ...edgesOf(one)];
  const junk = texts.map(([what, text]) => ({
    what,
    text,
    isWrong: isWrong(one, text, schema.type === 'array'),
  }));
  if (schema.type !== 'array') return junk;
  return [
    ...junk,
    { what: 'far too many', text: Array.from({ length: 600 }, (_, i) => `x${i}`).join(','), isWrong: true },
  ];
}

function edgesOf({ type, minimum, maximum }: JsonSchema): [string, string][] {
  if (type !== 'integer') return [];
  return [
    ...(minimum === undefined ? [] : [['below the least', String(minimum - 1)] as [string, string]]),
    ...(maximum === undefined ? [] : [['above the most', String(maximum + 1)] as [string, string]]),
  ];
}

/** By the words of the schema, not by our validator. */
function isWrong(schema: JsonSchema, text: string, isList: boolean): boolean {
  // A parameter without a value was not given.
  if (text === '') return false;
  if (text.includes('\0')) return true;
  const items = isList
    ? text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : [text];
  return items.some((item) => !isRight(schema, item));
}

function isRight(schema: JsonSchema, text: string): boolean {
  const { type, format, minimum = -Infinity, maximum = Infinity, maxLength = Infinity } = schema;
  if (schema.enum) return schema.enum.includes(text);
  if (type === 'integer')
    return /^-?\d{1,15}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
  if (type === 'boolean') return /^(true|false|0|1)$/i.test(text);
  if (format === 'uuid' || format === 'date-or-date-time') return false;
  return text.length <= maxLength;
}

/** Values for a field of a JSON body, of every type and beyond every measure. */
export const BODY_JUNK: [what: string, value: unknown][] = [
  ['null', null],
  ['a number', 7],
  ['a huge number', 1e300],
  ['negative', -1],
  ['a fraction', 1.5],
  ['true', true],
  ['a list', [MARK]],
  ['an object', { junk: MARK }],
  ['empty', ''],
  ['very long', MARK.repeat(2500)],
  ['null byte', `${MARK}\0`],
  ['unicode', `${MARK} \u202e𝕛ünk 🙈`],
  ['a lone surrogate', `${MARK}\ud800`],
  ['SQL', `${MARK}' or 1=1; --`],
  ['HTML', `<script>alert("${MARK}")</script>`],
  ['deep', JSON.parse(`${'['.repeat(200)}1${']'.repeat(200)}`)],
];
