import { describe, expect, it } from 'vitest';
import { parseAuthenticatorSecret } from './authenticator-secret.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';

describe('parseAuthenticatorSecret', () => {
  it.each([
    ['as the page shows it', 'JBSW Y3DP EHPK 3PXP'],
    ['in lower case with line ends', '\n jbswy3dp ehpk3pxp\r\n'],
    ['with dashes and padding', 'JBSW-Y3DP-EHPK-3PXP===='],
    ['with no-break spaces', 'JBSW\u00a0Y3DP\u00a0EHPK\u00a03PXP'],
    [
      'as the URI behind the QR code',
      `otpauth://totp/Justworks:ada%40x.example?secret=${SECRET}&issuer=Justworks`,
    ],
    ['as that URI in capitals', `OTPAUTH://totp/x?secret=jbswy3dpehpk3pxp`],
  ])('reads it %s', (_form, text) => {
    expect(parseAuthenticatorSecret(text)).toBe(SECRET);
  });

  it.each([
    ['the six-digit code', '123456'],
    ['a word', 'my authenticator'],
    ['a URI without a secret', 'otpauth://totp/x?issuer=Justworks'],
    ['digits that base32 has not', 'JBSWY3DPEHPK3PX1'],
    ['nothing', ''],
  ])('refuses %s', (_what, text) => {
    expect(() => parseAuthenticatorSecret(text)).toThrowError(/setup key/);
  });
});
