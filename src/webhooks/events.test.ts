import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { EVENT_TYPES } from './events.ts';

const guide = readFileSync(path.resolve(import.meta.dirname, '../../docs/webhooks.md'), 'utf8');

it.each(EVENT_TYPES)("the receiver's guide names %s", (type) => {
  expect(guide).toContain(`\`${type}\``);
});

it.each(EVENT_TYPES)('%s is a family and a name, as filters need it', (type) => {
  expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/);
});
