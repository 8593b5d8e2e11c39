import { Check } from 'typebox/schema';

interface Schema {
  properties?: Record<string, Schema>;
  [keyword: string]: unknown;
}

export interface DocumentedApi {
  paths: object;
  components: { schemas: object; responses?: object };
}

/** Their values are no schemas. */
const KEPT = new Set(['required', 'enum', 'const', 'example', 'examples', 'default']);

/**
 * The schema of an answer with nothing left open: an object that names its fields has all of them and no other. One that
 * names none is a map, and stays one.
 */
function toExactSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toExactSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { properties, ...rest } = schema as Schema;
  const exact = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, KEPT.has(key) ? value : toExactSchema(value)]),
  );
  if (!properties || Object.keys(properties).length === 0) return exact;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, toExactSchema(field)]),
  );
  return { ...exact, properties: fields, required: Object.keys(fields), additionalProperties: false };
}

const exactSchemas = new WeakMap<object, object>();

function exactly(schema: object): object {
  const exact = exactSchemas.get(schema) ?? (toExactSchema(schema) as object);
  exactSchemas.set(schema, exact);
  return exact;
}

const exactComponents = new WeakMap<object, object>();

function componentsOf({ components }: DocumentedApi): object {
  const exact =
    exactComponents.get(components) ??
    Object.fromEntries(Object.entries(components.schemas).map(([name, one]) => [name, toExactSchema(one)]));
  exactComponents.set(components, exact);
  return exact;
}

/** Whether the value has every field that the schema names, and none beside them. */
export function fitsExactly(document: DocumentedApi, schema: object, value: unknown): boolean {
  return Check(
    { ...exactly(schema), components: { schemas: componentsOf(document) } } as never,
    value as never,
  );
}
