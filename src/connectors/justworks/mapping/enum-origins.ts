import type { MappedWord } from './enums.ts';

/** The source's words beside our enum fields, without those that have none. */
export function toEnumOrigins(words: Record<string, MappedWord>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([field, { origin }]) => (origin === null ? [] : [[field, origin]])),
  );
}
