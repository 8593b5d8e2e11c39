import { invalidInput } from '../../../lib/app-error.ts';

/** Base32 (RFC 4648) of at least 80 bits: RFC 4226 asks for 128, but shorter ones are in use. */
const BASE32 = /^[A-Z2-7]{16,}$/;

/**
 * The authenticator's secret in any form that people paste: with spaces or dashes, in lower case, padded, or the whole
 * `otpauth://` URI behind the QR code. Base32 without spaces.
 * @throws AppError invalid_input authenticator_secret_invalid
 */
export function parseAuthenticatorSecret(text: string): string {
  const secret = (secretInUri(text.trim()) ?? text).replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  if (BASE32.test(secret)) return secret;
  throw invalidInput(
    'authenticator_secret_invalid',
    'This is not the setup key of an authenticator app: it has at least 16 letters and digits from 2 to 7. Do not paste the six-digit code.',
    '/authenticator_secret',
  );
}

function secretInUri(text: string): string | undefined {
  if (!/^otpauth:/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).searchParams.get('secret') ?? '';
}
