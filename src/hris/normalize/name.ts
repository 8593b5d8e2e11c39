import { foldName, toText } from './text.ts';

/** Drops a leading "(...)", which some sources put before a last name. A name that is nothing else stays as it is. */
export function stripParentheticalPrefix(name: string | null): string | null {
  if (name === null) return null;
  return toText(name.replace(/^\s*\([^)]*\)\s*/, '')) ?? name;
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
