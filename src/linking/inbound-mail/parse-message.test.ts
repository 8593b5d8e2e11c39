import { describe, expect, test } from 'vitest';
import { parseMessage } from './parse-message.ts';

const extractLinks = async (message: Buffer): Promise<string[]> => (await parseMessage(message)).links;

const html = (body: string, headers = ''): Buffer =>
  Buffer.from(`${headers}MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${body}`);
const text = (body: string): Buffer =>
  Buffer.from(`MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}`);

describe('the links of a message', () => {
  test('are the targets of its anchors, decoded, not what their text shows', async () => {
    const body = '<a class=x HREF = "https://evil.example/?a=1&amp;b=2">https://good.example/</a>';
    expect(await extractLinks(html(body))).toEqual(['https://evil.example/?a=1&b=2']);
  });

  test('are found in plain text, without the punctuation behind them', async () => {
    expect(
      await extractLinks(
        text('Go to https://a.example/x. Or (http://b.example/y?z=1), <https://c.example>.'),
      ),
    ).toEqual(['https://a.example/x', 'http://b.example/y?z=1', 'https://c.example']);
  });

  test.each([
    ['a comment', '<!-- <a href="https://x.example/">x</a> -->'],
    ['a script', '<script>"<a href=https://x.example/>"</script>'],
    ['a style', '<style><a href="https://x.example/"></style>'],
    ['a title', '<title><a href="https://x.example/"></title>'],
    ['a text area', '<textarea><a href="https://x.example/"></textarea>'],
    ['another attribute', '<a title="href=https://x.example/">x</a>'],
    ['another element', '<link href="https://x.example/"><img src="https://x.example/">'],
  ])('are not looked for in %s', async (_name, body) => {
    expect(await extractLinks(html(`${body}<a href="https://good.example/">x</a>`))).toEqual([
      'https://good.example/',
    ]);
  });

  test('are each given once, and no more than 200 of them, none longer than 2,048 characters', async () => {
    expect(await extractLinks(html('<a href="https://a.example/">1</a>'.repeat(3)))).toEqual([
      'https://a.example/',
    ]);
    const many = Array.from(
      { length: 500 },
      (_, number) => `<a href="https://a.example/${number}">x</a>`,
    ).join('');
    expect(await extractLinks(html(many))).toHaveLength(200);
    expect(await extractLinks(html(`<a href="https://a.example/${'x'.repeat(3000)}">x</a>`))).toEqual([]);
  });

  test('of an attached message are not its own', async () => {
    const message = [
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'https://outer.example/',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'Content-Type: text/plain',
      '',
      'https://inner.example/',
      '--b--',
      '',
    ].join('\r\n');
    expect(await extractLinks(Buffer.from(message))).toEqual(['https://outer.example/']);
  });
});

describe('a message made to hurt', () => {
  const nested = (depth: number): Buffer => {
    const heads = Array.from(
      { length: depth },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
    );
    return Buffer.from(`MIME-Version: 1.0\r\n${heads.join('')}\r\nhttps://a.example/`);
  };
  test.each<[string, () => Buffer]>([
    ['nested a hundred deep', () => nested(100)],
    [
      'of a hundred thousand parts',
      () =>
        Buffer.from(
          `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}`,
        ),
    ],
    ['with a megabyte of headers', () => html('x', `X-Long: ${'x'.repeat(1_000_000)}\r\n`)],
    ['with two megabytes of text', () => text('https://a.example/ '.repeat(120_000))],
  ])('%s is refused at once', async (_name, make) => {
    const message = make();
    const start = performance.now();
    await expect(extractLinks(message)).rejects.toMatchObject({ code: 'message_malformed' });
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('of tags nested without end takes no longer than others', async () => {
    const start = performance.now();
    expect(await extractLinks(html(`${'<div>'.repeat(150_000)}<a href="https://a.example/">x</a>`))).toEqual([
      'https://a.example/',
    ]);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
