import { describe, expect, it } from 'vitest';
import { readPostedMail } from './read-posted-mail.ts';

const ADDRESS = 'abc@link.example';
// Bytes that are no UTF-8, as mail may have them: a signature covers them.
const MESSAGE = Buffer.concat([
  Buffer.from('From: <a@b.example>\r\nSubject: x\r\n\r\nA & B + C = 1%\r\n'),
  Buffer.from([0xe9, 0xff, 0x00]),
]);

function multipart(fields: Record<string, string | Buffer>): [string, Buffer] {
  const parts = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from(`--xYz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return ['multipart/form-data; boundary="xYz"', Buffer.concat([...parts, Buffer.from('--xYz--\r\n')])];
}

const percent = (bytes: Buffer): string =>
  [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

describe('a posted message', () => {
  it('is the body, byte by byte, with the recipient of the query', () => {
    expect(readPostedMail('message/rfc822', MESSAGE, { recipient: [ADDRESS] })).toEqual({
      message: MESSAGE,
      recipients: [ADDRESS],
    });
  });

  it.each(['x-original-to', 'Delivered-To', 'X-Envelope-To', 'Envelope-To'])(
    'has the recipient that a relay wrote into %s',
    (header) => {
      const message = Buffer.from(
        `Received: x\r\n${header}:\r\n <${ADDRESS}>\r\nTo: other@x.example\r\n\r\nDelivered-To: z@z.example\r\n`,
      );
      expect(readPostedMail('message/rfc822', message, {}).recipients).toEqual([ADDRESS]);
    },
  );

  it('has no recipient that only its author names', () => {
    const message = Buffer.from(`To: ${ADDRESS}\r\n\r\nx`);
    expect(readPostedMail('message/rfc822', message, {}).recipients).toEqual([]);
  });

  it('stands in a form as SendGrid posts it, whose envelope goes before the author’s To', () => {
    const [type, body] = multipart({
      to: 'Somebody <other@x.example>',
      email: MESSAGE,
      envelope: JSON.stringify({ to: [ADDRESS], from: 'a@b.example' }),
    });
    expect(readPostedMail(type, body, {})).toEqual({ message: MESSAGE, recipients: [ADDRESS] });
  });

  it('stands in a form as Mailgun posts it', () => {
    const [type, body] = multipart({ recipient: ADDRESS, 'body-mime': MESSAGE });
    expect(readPostedMail(type, body, {})).toEqual({ message: MESSAGE, recipients: [ADDRESS] });
    const encoded = Buffer.from(`recipient=abc%40link.example&body-mime=${percent(MESSAGE)}`);
    expect(readPostedMail('application/x-www-form-urlencoded', encoded, {})).toEqual({
      message: MESSAGE,
      recipients: [ADDRESS],
    });
  });

  it('stands in JSON, as text or in base64', () => {
    const json = (fields: object) =>
      readPostedMail('application/json; charset=utf-8', Buffer.from(JSON.stringify(fields)), {});
    expect(json({ recipient: ADDRESS, raw: MESSAGE.toString('base64') })).toEqual({
      message: MESSAGE,
      recipients: [ADDRESS],
    });
    expect(json({ OriginalRecipient: ADDRESS, RawEmail: 'Subject: é\r\n\r\nx' })).toEqual({
      message: Buffer.from('Subject: é\r\n\r\nx'),
      recipients: [ADDRESS],
    });
    expect(json({ to: [ADDRESS, 'b@x.example'], message: 'Subject: x\r\n\r\nx' }).recipients).toEqual([
      ADDRESS,
      'b@x.example',
    ]);
  });

  it.each([
    [
      'a form that is cut',
      'multipart/form-data; boundary=xYz',
      multipart({ email: MESSAGE })[1].subarray(0, -9),
    ],
    ['a form without a boundary', 'multipart/form-data', multipart({ email: MESSAGE })[1]],
    [
      'a form of too many parts',
      ...multipart(Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`f${n}`, 'x']))),
    ],
    ['no JSON', 'application/json', Buffer.from('{"raw": "x')],
    ['JSON that is no object', 'application/json', Buffer.from('["x"]')],
  ] as [string, string, Buffer][])('is not read out of %s', (_name, type, body) => {
    expect(() => readPostedMail(type, body, {})).toThrow(expect.objectContaining({ code: 'form_malformed' }));
  });

  it('is missed where a form has none', () => {
    const [type, body] = multipart({ recipient: ADDRESS, subject: 'x' });
    expect(() => readPostedMail(type, body, {})).toThrow(
      expect.objectContaining({ code: 'message_missing' }),
    );
  });
});
