import type { MusterLinkError } from './types/muster-link.d.ts';

export function createLinkError(
  code: MusterLinkError['code'],
  message: string,
  cause?: unknown,
): MusterLinkError {
  return Object.assign(new Error(`MusterLink: ${message}`, { cause }), { code });
}
