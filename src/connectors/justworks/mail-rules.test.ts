import { describe, expect, it } from 'vitest';
import { createMailRules } from './mail-rules.ts';
import { createSite } from './web/site.ts';

const rules = createMailRules(createSite({}));
const INVITATION = 'https://secure.justworks.com/invitations/Zk3_9-aQ7xWb';

describe('mail of the source', () => {
  it.each([
    ['Reset your password', [], 'password_reset'],
    ['RESET  YOUR PASSWORD now', [], 'password_reset'],
    ['Hello', ['https://secure.justworks.com/password/reset/Zk39aQ7xWb'], 'password_reset'],
    ['Your password will expire in 7 days', [], 'password_expiring'],
    ['New sign‑in to your account', [], 'sign_in_alert'],
    ['We noticed a new device', [], 'sign_in_alert'],
    ['Two-factor authentication was changed', [], 'authenticator_change'],
    ['A passkey was added', [], 'authenticator_change'],
    ['Welcome to Justworks', [INVITATION], 'other'],
    ['Your payroll was processed', ['https://secure.justworks.com/dashboard'], 'other'],
    // Another host's path says nothing about ours.
    ['Hello', ['https://evil.example/password/reset/Zk39aQ7xWb'], 'other'],
    [null, [], 'other'],
  ])('of the subject %j with %j is %s', (subject, links, kind) => {
    expect(rules.classify({ subject, links })).toBe(kind);
  });

  it('is told by the words that are configured', () => {
    const site = createSite({ mail: { passwordReset: { subjects: ['Neues Kennwort'] } } });
    expect(createMailRules(site).classify({ subject: 'Neues Kennwort', links: [] })).toBe('password_reset');
    expect(createMailRules(site).classify({ subject: 'Reset your password', links: [] })).toBe('other');
  });
});

describe('unknown links', () => {
  it.each([
    'https://links.justworks.com/i/Zk39aQ7xWb',
    'https://secure.justworks.com/welcome/Zk39aQ7xWb',
    'https://secure.justworks.com/invitations/x',
    'https://payroll.justworks.com:8443/invitations/Zk39aQ7xWb',
    'https://secure.justworks.com@evil.example/invitations/Zk39aQ7xWb',
    'https://user@help.justworks.com/',
    'http://help.justworks.com/',
    'https://help.justworks.com:8443/',
    'https://help.justworks.com.evil.example/',
    'https://[nonsense',
  ])('are such as %s', (link) => {
    expect(rules.findUnknownLinks([link])).toEqual([link]);
  });

  it.each([
    'https://help.justworks.com/hc/en-us/articles/1',
    'https://secure.justworks.com/login',
    'mailto:support@justworks.com',
    'tel:+15550100',
    INVITATION,
  ])('are not such as %s', (link) => {
    expect(rules.findUnknownLinks([link])).toEqual([]);
  });

  it('are two invitations at once, of which none is taken', () => {
    expect(rules.findUnknownLinks([INVITATION, `${INVITATION}x`])).toHaveLength(2);
  });
});
