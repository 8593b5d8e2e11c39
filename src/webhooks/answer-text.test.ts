import { expect, it } from 'vitest';
import { MAX_ANSWER_BYTES, toAnswerText } from './answer-text.ts';

it.each([
  ['nothing', Buffer.alloc(0), null],
  ['text', Buffer.from('{"ok": "Zoë 🦉"}'), '{"ok": "Zoë 🦉"}'],
  ['what is not UTF-8', Buffer.from([0x41, 0xff, 0x42]), 'A\ufffdB'],
  ['a NUL', Buffer.from('a\0b'), 'a\ufffdb'],
  ['a byte order mark', Buffer.from('\ufeffa'), '\ufeffa'],
])('keeps %s', (_, bytes, text) => {
  expect(toAnswerText(bytes)).toBe(text);
});

it('cuts bytes, not characters, and marks the one that was cut through', () => {
  const text = toAnswerText(Buffer.from(`${'a'.repeat(MAX_ANSWER_BYTES - 1)}ë and more`));
  expect(text).toBe(`${'a'.repeat(MAX_ANSWER_BYTES - 1)}\ufffd`);
});
