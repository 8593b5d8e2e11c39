import { createHash } from 'node:crypto';
import { canonicalJson } from '../lib/canonical-json.ts';

/**
 * SHA-256 over a record's own fields, whatever the order of their keys. Relations are added to it once they are known;
 * remote data never counts, because `modified_at` must not move with it.
 */
export function hashFields(fields: object): Buffer {
  return createHash('sha256').update(canonicalJson(fields)).digest();
}
