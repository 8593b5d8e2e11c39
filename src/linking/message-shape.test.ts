import { describe, expect, test } from 'vitest';
import type { MailRules } from '../connectors/contract.ts';
import { describeMessage, toLinkPath, toLinkShape } from './message-shape.ts';

const rules: MailRules = {
  isSender: () => true,
  findInvitationLink: () => undefined,
  classify: () => 'other',
  findUnknownLinks: (links) => links.filter((link) => !link.includes('known.example')),
};

describe('the shape of a link', () => {
  test.each([
    ['https://a.example/welcome/Zk39aQ7xWb', 'https://a.example/welcome/*'],
    ['https://a.example/users/jane.doe@acme.example', 'https://a.example/users/*'],
    ['https://a.example/x/ukhwiausdtqnvzgplmoe-abc', 'https://a.example/x/*'],
    ['https://a.example/i?token=Zk39&jane%40acme=1', 'https://a.example/i?token=*&*=*'],
    ['https://a.example/i#Zk39aQ7xWb', 'https://a.example/i'],
    ['https://secret:pass@a.example:8443/', 'https://*@a.example:8443/'],
    ['mailto:jane@acme.example', 'mailto:*'],
    ['https://[nonsense', 'not an address'],
    [`https://a.example${'/a'.repeat(20)}`, `https://a.example${'/a'.repeat(8)}/…`],
  ])('%s -> %s', (link, shape) => {
    expect(toLinkShape(link)).toBe(shape);
  });

  test('names a path as an override would', () => {
    expect(toLinkPath('/welcome/Zk39aQ7xWb')).toBe('/welcome/*');
    expect(toLinkPath('/ls/click')).toBe('/ls/click');
  });
});

describe('the shape of a message', () => {
  test('says nothing that the message says', () => {
    const message = {
      subject: 'Jane Doe, join Acme 7',
      links: ['https://known.example/', 'https://a.example/i/Zk39aQ7xWb', 'https://a.example/i/Yk39aQ7xWb'],
      headerNames: ['from', 'subject', 'x-thing', 'x jane doe', `x-${'y'.repeat(60)}`],
    };
    expect(describeMessage(message, rules, 'source.example')).toEqual({
      fromDomain: 'source.example',
      kind: 'other',
      subjectShape: 'Aaaa Aaa, aaaa Aaaa 9',
      headerNames: ['from', 'subject', 'x-thing'],
      links: [
        { shape: 'https://a.example/i/*', host: 'a.example', isKnown: false },
        { shape: 'https://known.example/', host: 'known.example', isKnown: true },
      ],
    });
  });

  test('has a limit', () => {
    const links = Array.from({ length: 300 }, (_, place) => `https://host${place}.example/`);
    const headerNames = Array.from({ length: 300 }, (_, place) => `x-${place}`);
    const shape = describeMessage({ subject: 'x'.repeat(5000), links, headerNames }, rules, 's.example');
    expect([shape.links.length, shape.headerNames.length, shape.subjectShape!.length]).toEqual([50, 60, 80]);
  });
});
