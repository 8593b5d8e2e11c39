type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/**
 * The API's rule for what is not there: empty scalars are left out, arrays always stay, an object goes when nothing is
 * left of it.
 */
export function omitEmpty(value: { readonly [key: string]: Json }): Record<string, Json> {
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const present = compact(inner);
    return present === undefined ? [] : [[key, present] as const];
  });
  return Object.fromEntries(kept);
}

function compact(value: Json): Json {
  if (value === null || value === undefined || value === '') return undefined;
  if (isList(value)) return value.map(compact).filter((one) => one !== undefined);
  if (typeof value !== 'object') return value;
  const object = omitEmpty(value);
  return Object.keys(object).length === 0 ? undefined : object;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
