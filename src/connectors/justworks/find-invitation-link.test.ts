import { describe, expect, it } from 'vitest';
import { findInvitationLink } from './find-invitation-link.ts';
import { createSite } from './web/site.ts';

const site = createSite({});
const GOOD = 'https://secure.justworks.com/invitations/Zk3_9-aQ7xWb';

const HOSTILE = [
  'https://secure.justworks.com@evil.example/invitations/Zk39aQ7xWb',
  'https://secure.justworks.com:pass@evil.example/invitations/Zk39aQ7xWb',
  'https://user@secure.justworks.com/invitations/Zk39aQ7xWb',
  'https:\\\\evil.example\\invitations\\Zk39aQ7xWb',
  'https://secure.justworks.com\\@evil.example/invitations/Zk39aQ7xWb',
  'https://secure.justworks.com%2eevil.example/invitations/Zk39aQ7xWb',
  'https://secure%2ejustworks.com/invitations/Zk39aQ7xWb',
  'https://secure.justworks.com./invitations/Zk39aQ7xWb',
  'https://secure.justworks.com.evil.example/invitations/Zk39aQ7xWb',
  'https://evil.example/https://secure.justworks.com/invitations/Zk39aQ7xWb',
  'https://xn--ecure-g2e.justworks.com/invitations/Zk39aQ7xWb',
  'https://\u0455ecure.justworks.com/invitations/Zk39aQ7xWb',
  'https://secure\u3002justworks.com/invitations/Zk39aQ7xWb',
  'https://justworks.com/invitations/Zk39aQ7xWb',
  'https://evil-secure.justworks.com/invitations/Zk39aQ7xWb',
  'https://help.justworks.com/invitations/Zk39aQ7xWb',
  'https://secure.justworks.com:8443/invitations/Zk39aQ7xWb',
  'https://secure.justworks.com:443/invitations/Zk39aQ7xWb',
  'http://secure.justworks.com/invitations/Zk39aQ7xWb',
  'ftp://secure.justworks.com/invitations/Zk39aQ7xWb',
  '//secure.justworks.com/invitations/Zk39aQ7xWb',
  'javascript:fetch("https://secure.justworks.com/invitations/Zk39aQ7xWb")',
  'data:text/html,https://secure.justworks.com/invitations/Zk39aQ7xWb',
  'blob:https://secure.justworks.com/invitations/Zk39aQ7xWb',
  ' https://secure.justworks.com/invitations/Zk39aQ7xWb',
  'https://secure.justworks.com/\tinvitations/Zk39aQ7xWb',
  'https://secure.justworks.com/invitations/Zk39aQ7xWb\n',
  'https://secure.justworks.com/invitations/../logout-now',
  'https://secure.justworks.com/invitations/%2e%2e/logout',
  'https://secure.justworks.com/invitations/..%2f..%2flogout',
  'https://secure.justworks.com/invitations/Zk39aQ7xWb/../../oauth/authorize',
  'https://secure.justworks.com/invitations/',
  'https://secure.justworks.com/invitations/Zk39aQ7xWb#@evil.example',
  'https://secure.justworks.com/invitations/Zk39aQ7xWb?next=https://evil.example',
  'https://secure.justworks.com/redirect?to=https://evil.example/invitations/Zk39aQ7xWb',
  'https://secure.justworks.com/login?return=/invitations/Zk39aQ7xWb',
  'https://secure.justworks.com//invitations/Zk39aQ7xWb',
  'https://SECURE.JUSTWORKS.COM.evil.example/invitations/Zk39aQ7xWb',
];

describe('findInvitationLink', () => {
  it.each(HOSTILE)('refuses %j', (link) => {
    expect(findInvitationLink(site, [link])).toBeUndefined();
    expect(findInvitationLink(site, [link, GOOD])).toBe(GOOD);
  });

  it('finds the link among others, once for the text and the HTML part', () => {
    const links = ['https://help.justworks.com/hc/en-us', GOOD, GOOD, 'mailto:support@justworks.com'];
    expect(findInvitationLink(site, links)).toBe(GOOD);
  });

  it('takes the second host and a query of plain words', () => {
    const link = 'https://payroll.justworks.com/invitations/Zk39aQ7xWb?utm_source=mail';
    expect(findInvitationLink(site, [link])).toBe(link);
  });

  it('does not choose between two invitations', () => {
    expect(findInvitationLink(site, [GOOD, `${GOOD}x`])).toBeUndefined();
  });

  it('takes plain http and a port only where they are configured', () => {
    const local = createSite({ invitationLinkOrigins: ['http://127.0.0.1:4010'] });
    const link = 'http://127.0.0.1:4010/invitations/Zk39aQ7xWb';
    expect(findInvitationLink(local, [link])).toBe(link);
    expect(findInvitationLink(site, [link])).toBeUndefined();
    expect(findInvitationLink(local, [link.replace('4010', '40100')])).toBeUndefined();
  });
});
