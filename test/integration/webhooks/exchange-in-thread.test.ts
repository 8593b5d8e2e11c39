import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ThreadedExchange } from '../../../src/lib/guarded-http/index.ts';
import { startReceiver, type Receiver } from './receiver.ts';

const failing = (failure: string): unknown => expect.objectContaining({ name: 'OutboundHttpError', failure });

let receiver: Receiver;
let threaded: ThreadedExchange;

beforeEach(async () => {
  receiver = await startReceiver();
  threaded = new ThreadedExchange({ allowedPrivateHosts: [receiver.host], userAgent: 'Muster-Test/1' });
});

afterEach(async () => {
  await threaded.close();
  await receiver[Symbol.asyncDispose]();
});

const post = (path: string, more: { body?: Buffer; timeoutMs?: number; maxAnswerBytes?: number } = {}) =>
  threaded.exchange({
    method: 'POST',
    url: `${receiver.origin}${path}`,
    headers: { 'X-Own': 'a' },
    timeoutMs: 10_000,
    maxAnswerBytes: 100,
    answerHeaders: ['x-twice', 'retry-after'],
    ...more,
  });

it('carries method, headers and the very bytes, and brings status, the wanted headers and the first bytes of the answer', async () => {
  receiver.answer('/echo', (response, { body }) =>
    response.writeHead(201, { 'x-twice': ['1', '2'], 'x-other': '3' }).end(body.repeat(40)),
  );
  const answer = await post('/echo', { body: Buffer.from('Zoë\u2028') });
  expect(receiver.at('/echo')[0]).toMatchObject({
    body: 'Zoë\u2028',
    headers: { 'user-agent': 'Muster-Test/1', 'x-own': 'a', 'content-length': '7' },
  });
  expect(answer).toMatchObject({ status: 201 });
  expect(answer.headers).toEqual({ 'x-twice': ['1', '2'] });
  expect(answer.bodyStart).toEqual(Buffer.from('Zoë\u2028'.repeat(40)).subarray(0, 100));
});

it('gives each of hundreds at once the answer to its own', async () => {
  receiver.answer('/echo', (response, { body }) => response.end(body));
  const texts = Array.from({ length: 300 }, (_, place) => (place % 3 === 0 ? '' : `body ${place}`));
  const answers = await Promise.all(texts.map((text) => post('/echo', { body: Buffer.from(text) })));
  expect(answers.map(({ bodyStart }) => bodyStart.toString())).toEqual(texts);
});

it('refuses what the gateway refuses, and says failures by their names', async () => {
  const refusing = new ThreadedExchange({ allowedPrivateHosts: [], userAgent: 'x' });
  const request = { method: 'POST', timeoutMs: 10_000, maxAnswerBytes: 100, answerHeaders: [] } as const;
  await expect(refusing.exchange({ ...request, url: `${receiver.origin}/` })).rejects.toEqual(
    failing('refused_address'),
  );
  await expect(refusing.exchange({ ...request, url: 'https://nobody.invalid/' })).rejects.toEqual(
    failing('dns'),
  );
  await refusing.close();
  expect(receiver.connectionCount()).toBe(0);
  receiver.answer('/silent', () => undefined);
  await expect(post('/silent', { timeoutMs: 50 })).rejects.toEqual(failing('timeout'));
  receiver.answer('/reset', (response) => void response.socket!.resetAndDestroy());
  await expect(post('/reset')).rejects.toEqual(failing('reset'));
});

it('fails what is still running as aborted when it is closed, and ends its connections', async () => {
  const closed = Promise.withResolvers<void>();
  receiver.answer('/silent', (response) => void response.socket!.on('close', () => closed.resolve()));
  const running = expect(post('/silent')).rejects.toEqual(failing('aborted'));
  await receiver.waitFor(1);
  await threaded.close();
  await running;
  await closed.promise;
  await expect(post('/again')).resolves.toMatchObject({ status: 204 });
});

it('when the thread ends, what was asked fails, and the next request has another thread', async () => {
  const told = vi.spyOn(Worker.prototype, 'postMessage');
  receiver.answer('/silent', () => undefined);
  const lost = expect(post('/silent')).rejects.toThrow('The thread that sends requests has ended.');
  await receiver.waitFor(1);
  await (told.mock.contexts[0] as Worker).terminate();
  told.mockRestore();
  await lost;
  await expect(post('/next')).resolves.toMatchObject({ status: 204 });
});
