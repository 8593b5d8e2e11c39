import { expect, it } from 'vitest';
import { preferredLanguage } from './describe-page.ts';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de-DE,de;q=0.9,en;q=0.8', 'de'],
  ['fr-FR, fr;q=0.9, de;q=0.5', 'de'],
  ['en-US,de;q=0.5', 'en'],
  ['*', 'en'],
  ['x'.repeat(10_000), 'en'],
])('of %j is %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
