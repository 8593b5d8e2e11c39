import { toText } from './text.ts';

/** Trimmed and in lower case; null when it is no address at all. */
export function toEmail(text: string | null): string | null {
  const address = toText(text)?.toLowerCase() ?? null;
  return address !== null && /^[^\s@]+@[^\s@]+$/.test(address) ? address : null;
}
