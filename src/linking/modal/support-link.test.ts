import { expect, it } from 'vitest';
import { toSupportHref } from './support-link.ts';

it.each([
  ['help@acme.example', 'mailto:help@acme.example'],
  ['https://acme.example/help', 'https://acme.example/help'],
  ['+1 (212) 555-0100', 'tel:+12125550100'],
  ['Ask Kim at the front desk', null],
  ['javascript:alert(1)', null],
  ['http://acme.example', null],
])('%s leads to %s', (contact, href) => {
  expect(toSupportHref(contact)).toBe(href);
});
