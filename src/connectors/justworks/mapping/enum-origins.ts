import type { MappedWord } from './enums.ts';

/** The source's words beside our enum fields, without those that have none. */
export function toEnumOrigins(words: Readonly<Record<string, MappedWord>>): Record<string, string> {
  const origins: Record<string, string> = {};
  for (const field in words) {
    const { origin } = words[field]!;
    if (origin !== null) origins[field] = origin;
  }
  return origins;
}
