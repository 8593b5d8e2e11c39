import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerQuestions } from './asked-process.ts';

export type ReceiverQuestion = 'url' | 'reset' | { waitFor: number } | 'arrivals';

// A partner's back end that takes everything at once, but for what goes to /hang, which it never answers.
const arrivals: [string, number][] = [];
let onArrival: () => void = () => undefined;

const server = createServer((request, response) => {
  request.resume();
  if (request.url === '/hang') return;
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    arrivals.push([String(request.headers['webhook-id']), Date.now()]);
    onArrival();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');

answerQuestions(async ({ ask }: { ask: ReceiverQuestion }) => {
  if (ask === 'url') return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  if (ask === 'reset') return void arrivals.splice(0);
  if (ask === 'arrivals') return { arrivals };
  const { promise, resolve } = Promise.withResolvers<void>();
  onArrival = () => {
    if (arrivals.length >= ask.waitFor) resolve();
  };
  onArrival();
  await promise;
  return { at: Date.now() };
});
