import { describe, expect, it } from 'vitest';
import { readEnvelope, toEnvelope } from './messages.ts';

describe('the message envelope', () => {
  it('carries a public token from the modal to the page that opened it', () => {
    const envelope = toEnvelope({ type: 'success', public_token: 'pt' }, 'n1');
    expect(envelope).toEqual({
      source: 'muster-link',
      version: 1,
      type: 'success',
      public_token: 'pt',
      nonce: 'n1',
    });
    expect(readEnvelope(envelope, 'n1')).toEqual({ type: 'success', public_token: 'pt' });
  });

  it('has no nonce when the modal was opened without one', () => {
    expect(toEnvelope({ type: 'exit' }, null)).toEqual({ source: 'muster-link', version: 1, type: 'exit' });
  });

  it.each([
    ['another source', { source: 'other', version: 1, type: 'exit', nonce: 'n1' }],
    ['another version', { source: 'muster-link', version: 2, type: 'exit', nonce: 'n1' }],
    ['another opening', { source: 'muster-link', version: 1, type: 'exit', nonce: 'n2' }],
    ['no nonce', { source: 'muster-link', version: 1, type: 'exit' }],
    ['an unknown type', { source: 'muster-link', version: 1, type: 'resize', nonce: 'n1' }],
    ['a success without a token', { source: 'muster-link', version: 1, type: 'success', nonce: 'n1' }],
    ['a text', 'muster-link'],
    ['nothing', null],
  ])('ignores %s', (_what, posted) => {
    expect(readEnvelope(posted, 'n1')).toBeNull();
  });
});
