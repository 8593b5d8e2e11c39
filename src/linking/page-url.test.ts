import { expect, it } from 'vitest';
import { toPageUrl } from './page-url.ts';

it.each(['link', 'employer'] as const)('keeps the token of the page %s from every server', (page) => {
  const url = new URL(
    toPageUrl('https://hr.example/muster', page, { organizationId: 'org-1', token: 'a.b.c' }),
  );
  expect(url.pathname).toBe(`/muster/${page}`);
  expect(url.search).toBe('?o=org-1');
  expect(url.hash).toBe('#token=a.b.c');
});
