import { expect, it } from 'vitest';
import { toMessageId } from './message-id.ts';

it.each([
  ['Muster <no-reply@mail.example.com>', '<1@mail.example.com>'],
  ['no-reply@example.com', '<1@example.com>'],
  ['nonsense', '<1@muster.invalid>'],
])('is in the domain of %s', (from, id) => {
  expect(toMessageId('1', from)).toBe(id);
});
