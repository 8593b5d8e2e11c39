import { expect, test } from 'vitest';
import { describeProblem, isAccessRefused, needsNewInvitation } from './problems.ts';

test('a problem says what the admin can do', () => {
  expect(describeProblem('invitation_expired', 'service_account', 'en')).toEqual({
    code: 'invitation_expired',
    message: 'The invitation has expired.',
    fix: 'Send the invitation again from the service account’s page in Justworks.',
  });
});

test('a problem that the admin can’t mend says whom to ask, and keeps its code', () => {
  const problem = describeProblem('report_malformed', 'oauth', 'en');
  expect(problem.code).toBe('report_malformed');
  expect(problem.fix).toContain('support contact');
});

test('refused credentials are not tried again', () => {
  expect(['bad_credentials', 'code_refused', 'invitation_taken'].map(needsNewInvitation)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['permission_missing', 'unexpected_page', null].map(needsNewInvitation)).toEqual([
    false,
    false,
    false,
  ]);
});

test('the same refusal asks each admin for what that admin can do', () => {
  const fixes = (['service_account', 'credentials', 'oauth'] as const).map(
    (method) => describeProblem('code_refused', method, 'en').fix,
  );
  expect(new Set(fixes).size).toBe(3);
  expect(fixes[1]).toContain('setup key');
});

test('only what was refused is asked for anew', () => {
  expect(isAccessRefused('credentials', 'bad_credentials')).toBe(true);
  expect(isAccessRefused('oauth', 'grant_ended')).toBe(true);
  // A new invitation is another way on, which the failed session takes.
  expect(isAccessRefused('service_account', 'bad_credentials')).toBe(false);
  expect(isAccessRefused('credentials', 'permission_missing')).toBe(false);
  expect(isAccessRefused('oauth', null)).toBe(false);
});

test('each admin is told in their own language', () => {
  const [english, german] = (['en', 'de'] as const).map(
    (language) => describeProblem('code_refused', 'credentials', language).message,
  );
  expect(english).toContain('did not accept');
  expect(german).toContain('nicht angenommen');
  // What no catalogue knows is told as something unexpected in each.
  expect(describeProblem('report_malformed', 'oauth', 'de').message).toContain('Justworks');
});
