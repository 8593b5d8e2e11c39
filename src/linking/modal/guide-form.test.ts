import { expect, it } from 'vitest';
import { toChoices, toGuideForm } from './guide-form.ts';

const firstName = { label: 'First Name', value: 'Acme', is_copyable: true };
const invitation = { label: 'Send Invitation to', value: 'Work Email, Now', is_copyable: false };

it('shows how the invitation is sent as a step of its own', () => {
  expect(toGuideForm([firstName, invitation])).toEqual({ fields: [firstName], sendInvitation: invitation });
});

it('leaves a form without that choice as it is', () => {
  expect(toGuideForm([firstName])).toEqual({ fields: [firstName], sendInvitation: null });
});

it('splits a value into its choices', () => {
  expect(toChoices('Work Email, Now')).toEqual(['Work Email', 'Now']);
  expect(toChoices('Yes')).toEqual(['Yes']);
});
