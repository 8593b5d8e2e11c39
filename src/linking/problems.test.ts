import { expect, test } from 'vitest';
import { describeProblem, needsNewInvitation } from './problems.ts';

test('a problem says what the admin can do', () => {
  expect(describeProblem('invitation_expired')).toEqual({
    code: 'invitation_expired',
    message: 'The invitation has expired.',
    fix: 'Send the invitation again from the service account’s page in Justworks.',
  });
});

test('a problem that the admin can’t mend says whom to ask, and keeps its code', () => {
  const problem = describeProblem('report_malformed');
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
