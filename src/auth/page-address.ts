import { invalidInput } from '../lib/app-error.ts';

/** An https:// address as it is stored; loopback is for development. @throws AppError invalid_input with this code */
export function parsePageAddress(text: string, code: string, pointer: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return url.href;
  throw invalidInput(code, 'The address must be an https:// address.', pointer);
}

/** Anything else could break out of the header that it is written into. */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}
