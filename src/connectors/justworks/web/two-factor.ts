import { Secret, TOTP } from 'otpauth';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { RemoteAccount, SignInStep } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import { SECOND_MS } from '../../../lib/duration.ts';
import { readHydration } from './page.ts';
import type { Page } from './remote-session.ts';
import type { Site } from './site-schema.ts';

const CODE_STEP_MS = 30 * SECOND_MS;
const SUBJECT = 'two_factor';

const TwoFactorOffer = Type.Object({
  method: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  key: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

/**
 * What the two-factor page asks: a code of the enrolled authenticator, or to enrol one.
 * @throws ConnectorError second_factor_unsupported when it asks for something that only a person has, e.g. a phone.
 */
export function readTwoFactorStep(site: Site, page: Page): SignInStep {
  const offer = readHydration(page.content, site.hydrationKeys.twoFactor, SUBJECT);
  if (!Value.Check(TwoFactorOffer, offer)) {
    throw new ConnectorError('unexpected_page', 'The two-factor page lacks its offer.', { subject: SUBJECT });
  }
  if (offer.key) return { step: 'enrollment_offered', secret: offer.key };
  if ((offer.method ?? site.texts.authenticatorMethod) === site.texts.authenticatorMethod) {
    return { step: 'code_required' };
  }
  throw new ConnectorError(
    'second_factor_unsupported',
    'The source asks for another method than an authenticator.',
    {
      subject: SUBJECT,
    },
  );
}

/**
 * A code that was never sent before: of this 30-second step, or else of the next, which the source accepts early.
 * @throws ConnectorError code_step_used until the clock reaches the next step
 */
export async function claimCode(secret: string, account: RemoteAccount, now: Date): Promise<string> {
  const step = Math.floor(now.getTime() / CODE_STEP_MS);
  const codes = [step, step + 1].map((candidate) => ({ candidate, code: codeAt(secret, candidate) }));
  for (const { candidate, code } of codes) {
    if (await account.claimCodeStep(candidate)) return code;
  }
  const retryAfterMs = CODE_STEP_MS - (now.getTime() % CODE_STEP_MS);
  throw new ConnectorError('code_step_used', 'The codes of this moment were used.', {
    subject: SUBJECT,
    retryAfterMs,
  });
}

/** RFC 6238 with the defaults every authenticator app has: SHA-1, six digits, 30 seconds. */
export function codeAt(secret: string, step: number): string {
  return TOTP.generate({
    secret: toSecret(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: CODE_STEP_MS / SECOND_MS,
    timestamp: step * CODE_STEP_MS,
  });
}

function toSecret(text: string): Secret {
  try {
    return Secret.fromBase32(text.replace(/[\s-]/g, '').toUpperCase());
  } catch {
    // The library's message quotes a character of the secret.
    throw new ConnectorError('code_refused', 'The authenticator secret is not base32.', { subject: SUBJECT });
  }
}
