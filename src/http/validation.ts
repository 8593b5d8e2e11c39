import { Compile } from 'typebox/compile';
import { Clean } from 'typebox/value';
import type { TObject, TSchema } from 'typebox';

interface ValidatorInput {
  schema: TSchema;
  httpPart?: string;
}

type Validated = { value: unknown } | { error: unknown };

/**
 * Checks a request against its schema. Unknown fields and parameters are dropped, known ones with a bad value are
 * errors. A body's types are taken as they are; a query's are read out of its texts.
 */
export function compileValidator({ schema, httpPart }: ValidatorInput): (value: unknown) => Validated {
  const validator = Compile(schema);
  const prepare = prepareOf();
  function prepareOf(): (value: unknown) => unknown {
    if (httpPart === 'querystring') return compileQuery(schema as TObject);
    // The router gives the path's parameters alone, and all of them.
    return httpPart === 'params' ? (value) => value : dropUnknown;
  }
  function dropUnknown(value: unknown): unknown {
    return Clean(schema, structuredClone(value));
  }
  return (value) => {
    const prepared = prepare(value);
    if (!validator.Check(prepared)) return { error: validator.Errors(prepared) };
    const pointer = findNul(prepared, '');
    return pointer === undefined ? { value: prepared } : { error: [nulFinding(pointer)] };
  };
}

/** Lists come comma-joined, repeated or both. A parameter without a value was not given. */
function compileQuery(schema: TObject): (value: unknown) => unknown {
  const types = new Map(
    Object.entries(schema.properties).map(([name, property]) => [name, (property as { type?: string }).type]),
  );
  return (value) => {
    const query: Record<string, unknown> = {};
    for (const [name, given] of Object.entries(value as Record<string, string | string[] | undefined>)) {
      if (!types.has(name)) continue;
      const type = types.get(name);
      const read = type === 'array' ? readList(given) : readScalar(type, given);
      if (read !== undefined) query[name] = read;
    }
    return query;
  };
}

function readList(given: string | string[] | undefined): string[] | undefined {
  const items = [given ?? []].flat().flatMap((text) => text.split(','));
  const filled = items.map((item) => item.trim()).filter((item) => item !== '');
  return filled.length > 0 ? filled : undefined;
}

/** What can't be read stays as it came, for the check to refuse. */
function readScalar(type: string | undefined, given: string | string[] | undefined): unknown {
  if (given === '' || typeof given !== 'string') return given === '' ? undefined : given;
  if (type === 'integer' && /^-?\d{1,15}$/.test(given)) return Number(given);
  // Some clients write the words of their own language: `True`.
  if (type === 'boolean' && /^(true|1|false|0)$/i.test(given)) return /^(true|1)$/i.test(given);
  return given;
}

/** Postgres can't store the character, so no value of ours has it. */
function findNul(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? pointer : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = findNul(item, `${pointer}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function nulFinding(instancePath: string) {
  return {
    keyword: 'nul',
    schemaPath: '',
    instancePath,
    params: {},
    message: 'must not contain the character NUL',
  };
}
