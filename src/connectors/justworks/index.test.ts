import { describe, expect, it } from 'vitest';
import { createJustworksConnector } from './index.ts';

describe('createJustworksConnector', () => {
  const connector = createJustworksConnector({});

  it('names the form values in the order of the source', () => {
    const form = connector.serviceAccountForm({
      firstName: 'Muster',
      lastName: 'Service Account',
      email: 'a@b.example',
    });
    expect(form.map(({ label }) => label)).toEqual([
      'Member Type',
      'Admin Access',
      'First Name',
      'Last Name',
      'Title',
      'Manager',
      'Department',
      'Office',
      'Start Date',
      'Work Email',
      'Send Invitation to',
    ]);
    expect(form.filter(({ isCopyable }) => isCopyable).map(({ value }) => value)).toEqual([
      'Muster',
      'Service Account',
      'Service Account',
      'a@b.example',
    ]);
  });

  it('takes invitations from configured domains only, spelled in full', () => {
    expect(connector.isInvitationSender('JustWorks.com')).toBe(true);
    for (const domain of ['mail.justworks.com', 'evil-justworks.com', 'justworks.com.evil.example', '']) {
      expect(connector.isInvitationSender(domain)).toBe(false);
    }
    expect(
      createJustworksConnector({ invitationSenderDomains: ['x.example'] }).isInvitationSender('x.example'),
    ).toBe(true);
  });

  it('asks for six permissions and requires every capability', () => {
    expect(new Set(connector.capabilities.flatMap(({ permissions }) => permissions)).size).toBe(6);
    expect(connector.capabilities.every(({ isRequired }) => isRequired)).toBe(true);
  });
});
