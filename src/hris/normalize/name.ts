import { foldName, toText } from './text.ts';

/** Drops leading "(...)", which some sources put before a last name. A name that is nothing else stays as it is. */
export function stripParentheticalPrefix(name: string | null): string | null {
  if (name === null || !name.includes('(')) return name;
  return toText(name.replace(/^(\s*\([^)]*\)\s*)+/, '')) ?? name;
}

/** What stands behind a comma and is no first name. */
const NAME_SUFFIX = /^(jr|sr|i{2,3}|iv|esq|ph\.?d|m\.?d|cpa)\.?$/i;

/** "Lovelace, Ada" -> "Ada Lovelace"; "Stone, Jr." and what has more than one comma stay as they are. */
export function turnLastFirst(name: string | null): string | null {
  const [last, first, ...others] = name?.split(',').map((part) => part.trim()) ?? [];
  if (!last || !first || others.length > 0 || NAME_SUFFIX.test(first)) return name;
  return `${first} ${last}`;
}

/** "first last" for comparing people, without anything in parentheses; null when nothing is left. */
export function toNameKey(fullName: string | null): string | null {
  return toText(foldName((fullName ?? '').replace(/\([^)]*\)/g, ' ')));
}

/** Null when either name is blank: half a name tells nobody apart. */
export function toPersonNameKey(firstName: string | null, lastName: string | null): string | null {
  const parts = [toNameKey(firstName), toNameKey(lastName)];
  return parts.includes(null) ? null : parts.join(' ');
}

/** The name to show: the preferred first name where there is one. */
export function toDisplayName(
  firstName: string | null,
  preferredName: string | null,
  lastName: string | null,
): string | null {
  const first = preferredName ?? firstName;
  const hasLastName =
    first !== null && lastName !== null && foldName(first).endsWith(` ${foldName(lastName)}`);
  return toText([first, hasLastName ? null : lastName].filter((part) => part !== null).join(' '));
}
