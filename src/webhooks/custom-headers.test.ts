import { describe, expect, it } from 'vitest';
import { parseCustomHeaders } from './custom-headers.ts';

const refusal = (code: string) =>
  expect.objectContaining({ kind: 'invalid_input', code, pointer: '/custom_headers' });

describe('parseCustomHeaders', () => {
  it('takes tokens and visible ASCII, and gives lower-case names', () => {
    const headers = { Authorization: 'Bearer abc.def==', 'x-tenant!#': '~ 42 "quoted"', 'X-One': '1' };
    expect(parseCustomHeaders(headers)).toEqual({
      authorization: 'Bearer abc.def==',
      'x-tenant!#': '~ 42 "quoted"',
      'x-one': '1',
    });
    expect(parseCustomHeaders({})).toEqual({});
  });

  it.each([
    ...[
      'Host',
      'connection',
      'Keep-Alive',
      'TE',
      'trailer',
      'Transfer-Encoding',
      'upgrade',
      'Expect',
      'HTTP2-Settings',
    ],
    ...[
      'Content-Length',
      'content-type',
      'Content-Encoding',
      'Proxy-Authorization',
      'User-Agent',
      'accept-encoding',
    ],
    ...['Cookie', 'Date', 'webhook-id', 'Webhook-Timestamp', 'WEBHOOK-SIGNATURE', 'webhook-other'],
    ...['X-Merge-Webhook-Signature', 'x-merge-anything'],
  ])('refuses %s, which is ours or the connection’s', (name) => {
    expect(() => parseCustomHeaders({ [name]: 'x' })).toThrow(refusal('header_name_refused'));
  });

  it.each([
    '',
    ' ',
    'x y',
    'x:y',
    'x\r\ny',
    'x\ny',
    'x\0',
    'Zoë',
    '(x)',
    '"x"',
    'x/y',
    'x\t',
    'x'.repeat(101),
  ])('refuses the name %j', (name) => {
    expect(() => parseCustomHeaders({ [name]: 'x' })).toThrow(refusal('header_name_malformed'));
  });

  it.each([
    ...[
      '',
      ' ',
      ' x',
      'x ',
      'x\r\nhost: evil',
      'x\ny',
      'x\ry',
      'x\0y',
      'x\ty',
      'x\x7f',
      'Zoë',
      '\u2028',
      'x\u{1f989}',
    ],
    'x'.repeat(1001),
  ])('refuses the value %j', (value) => {
    expect(() => parseCustomHeaders({ 'x-a': value })).toThrow(refusal('header_value_malformed'));
  });

  it('refuses an eleventh, and one named twice', () => {
    const ten = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`x-${n}`, '1']));
    expect(Object.keys(parseCustomHeaders(ten))).toHaveLength(10);
    expect(() => parseCustomHeaders({ ...ten, 'x-10': '1' })).toThrow(refusal('too_many_headers'));
    expect(() => parseCustomHeaders({ 'X-A': '1', 'x-a': '2' })).toThrow(refusal('header_name_repeated'));
  });

  it('repeats no value in a message', () => {
    const secret = 'hush\u0007';
    expect(() => parseCustomHeaders({ authorization: secret })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hush') }),
    );
  });
});
