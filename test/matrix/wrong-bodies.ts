import { Check } from 'typebox/schema';
import type { JsonSchema } from '../../src/http/document/document-types.ts';
import { document } from './operations.ts';

/** By the words of the schema; what holds the character NUL is wrong wherever it stands. */
export function isBodyWrong(schema: JsonSchema, value: unknown): boolean {
  const text = JSON.stringify(value) ?? '';
  if (text.includes('\\u0000')) return isText(schema);
  return !Check({ ...schema, components: document.components } as never, value as never);
}

/** Unknown fields are ignored, so only a field that takes texts looks at them. */
function isText(schema: JsonSchema): boolean {
  return schema.type === 'string' || (schema.anyOf ?? []).some(isText) || schema.type === undefined;
}
