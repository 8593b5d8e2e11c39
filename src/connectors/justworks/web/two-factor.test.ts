import { describe, expect, it } from 'vitest';
import { createAccount, SECRET } from '../../../../test/support/justworks/employer-script.ts';
import { parsePage } from './page.ts';
import { createSite } from './site.ts';
import { claimCode, codeAt, readTwoFactorStep } from './two-factor.ts';

describe('codeAt', () => {
  // RFC 6238 appendix B (SHA-1), last six of the eight digits.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [20000000000, '353130'],
  ])('gives the RFC code at second %i', (second, code) => {
    expect(codeAt('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', Math.floor(second / 30))).toBe(code);
  });

  it('reads a secret as people copy it and quotes none that is wrong', () => {
    expect(codeAt('jbsw y3dp-ehpk 3pxp', 1)).toBe(codeAt(SECRET, 1));
    expect(() => codeAt('JBSW!7', 1)).toThrow(/^The authenticator secret is not base32.$/);
  });
});

describe('claimCode', () => {
  const now = new Date(1_000_000_010_000);
  const step = Math.floor(now.getTime() / 30_000);

  it('takes this step, then the next, then asks to wait for the step after', async () => {
    const account = createAccount();
    expect(await claimCode(SECRET, account, now)).toBe(codeAt(SECRET, step));
    expect(await claimCode(SECRET, account, now)).toBe(codeAt(SECRET, step + 1));
    await expect(claimCode(SECRET, account, now)).rejects.toMatchObject({
      code: 'code_step_used',
      retryAfterMs: (step + 1) * 30_000 - now.getTime(),
      isRetryable: true,
    });
    const later = new Date(now.getTime() + 30_000);
    expect(await claimCode(SECRET, account, later)).toBe(codeAt(SECRET, step + 2));
  });

  it('claims nothing for a secret that makes no code', async () => {
    const account = createAccount();
    await expect(claimCode('1', account, now)).rejects.toMatchObject({ code: 'code_refused' });
    expect(account.steps).toEqual([]);
  });
});

describe('readTwoFactorStep', () => {
  const site = createSite({});
  const read = (offer: unknown) =>
    readTwoFactorStep(site, {
      url: new URL('https://secure.justworks.com/tfa'),
      status: 200,
      redirectTo: null,
      content: parsePage(`<script data-hydration-key="tfaInfo">${JSON.stringify(offer)}</script>`),
    });

  it('tells an offer to enrol from a challenge', () => {
    expect(read({ key: SECRET, method: 'app' })).toEqual({ step: 'enrollment_offered', secret: SECRET });
    expect(read({ method: 'app' })).toEqual({ step: 'code_required' });
    expect(read({})).toEqual({ step: 'code_required' });
  });

  it('does not answer for a phone or a passkey', () => {
    expect(() => read({ method: 'sms' })).toThrow(
      expect.objectContaining({ code: 'second_factor_unsupported' }),
    );
    expect(() => read(null)).toThrow(expect.objectContaining({ code: 'unexpected_page' }));
  });
});
