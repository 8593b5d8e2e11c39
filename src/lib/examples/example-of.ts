import { Check } from 'typebox/schema';
import { EXAMPLE_ID, EXAMPLE_VALUES } from './example-values.ts';
import type { JsonSchema } from './json-schema.ts';

type Components = Record<string, JsonSchema>;

/** A value that fits the schema: its own example where it has one, else one by the field's name, else one by its type. */
export function exampleOf(schema: JsonSchema, components: Components, name = ''): unknown {
  if (schema.examples && schema.examples.length > 0) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  const named = EXAMPLE_VALUES[name];
  if (named !== undefined && fits(schema, named, components)) return named;
  if (schema.$ref !== undefined) return exampleOf(componentOf(schema.$ref, components), components, name);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return exampleOf(firstThatSaysMost(choices), components, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  return exampleOfType(schema, components, name);
}

export function fits(schema: JsonSchema, value: unknown, components: Components): boolean {
  return Check({ ...schema, components: { schemas: components } } as never, value as never);
}

export function componentOf(reference: string, components: Components): JsonSchema {
  const name = reference.replace('#/components/schemas/', '');
  const component = components[name];
  if (!component) throw new Error(`The document names ${reference}, which it does not have.`);
  return component;
}

function firstThatSaysMost(choices: JsonSchema[]): JsonSchema {
  return choices.find((choice) => choice.type !== 'null') ?? choices[0]!;
}

function exampleOfType(schema: JsonSchema, components: Components, name: string): unknown {
  switch (schema.type) {
    case 'object':
      return exampleOfObject(schema, components);
    case 'array':
      return schema.items ? [exampleOf(schema.items, components, name)] : [];
    case 'string':
      return exampleOfText(schema, name);
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function exampleOfObject(schema: JsonSchema, components: Components): Record<string, unknown> {
  const fields = Object.entries(schema.properties ?? {});
  return Object.fromEntries(fields.map(([key, field]) => [key, exampleOf(field, components, key)]));
}

const TEXTS: Record<string, string> = {
  uuid: EXAMPLE_ID,
  'date-time': '2026-11-20T09:30:00.123456Z',
  'date-or-date-time': '2026-01-31T00:00:00Z',
  date: '2026-01-31',
  email: 'admin@harbor.example',
  uri: 'https://partner.example',
};

function exampleOfText({ format, maxLength = 100 }: JsonSchema, name: string): string {
  const text = TEXTS[format ?? ''] ?? (name === '' ? 'text' : name.replaceAll('_', ' '));
  return text.slice(0, maxLength);
}
