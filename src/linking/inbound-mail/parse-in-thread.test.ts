import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { parseInThread } from './parse-in-thread.ts';

const MALFORMED = { kind: 'invalid_input', code: 'message_malformed' };
const mail = (body: string): Buffer =>
  Buffer.from(
    `Subject: =?utf-8?q?You=E2=80=99re_invited?=\r\nX-Thing: 1\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n${body}`,
  );

/** Below every limit of size, and yet seconds of work and hundreds of megabytes. */
const MANY_LINES = mail('<b>\r\n'.repeat(190_000));

describe('a message read in a thread', () => {
  test('gives subject, links and names of headers', async () => {
    expect(await parseInThread(mail('<a href="https://a.example/x">x</a>'))).toEqual({
      subject: 'You’re invited',
      links: ['https://a.example/x'],
      headerNames: ['subject', 'x-thing', 'mime-version', 'content-type'],
    });
  });

  test('is malformed when it has too many parts', async () => {
    await expect(parseInThread(mail('\n--b'.repeat(3000)))).rejects.toMatchObject(MALFORMED);
  });

  test('is malformed when it takes too long, and the process goes on meanwhile', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await expect(parseInThread(MANY_LINES, { timeoutMs: 300 })).rejects.toMatchObject(MALFORMED);
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(1000);
    expect((await parseInThread(mail('x'))).links).toEqual([]);
  });

  test('is malformed when it wants more memory than it may have, and the process lives', async () => {
    await expect(parseInThread(MANY_LINES, { maxHeapMb: 16 })).rejects.toMatchObject(MALFORMED);
    expect((await parseInThread(mail('x'))).links).toEqual([]);
  });

  test('with a link of brackets without end costs no time', async () => {
    const brackets = Buffer.from(`Subject: x\r\n\r\nhttps://a.example/${')'.repeat(900_000)}a`);
    expect((await parseInThread(brackets, { timeoutMs: 4000 })).links).toEqual([]);
  });
});
