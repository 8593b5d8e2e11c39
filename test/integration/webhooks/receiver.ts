import { once, EventEmitter } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

export interface Receiver extends AsyncDisposable {
  /** `127.0.0.1:port`, as in allowedPrivateHosts. */
  host: string;
  origin: string;
  requests: ReceivedRequest[];
  /** TCP connections seen, also those on which nothing was asked. */
  connectionCount(): number;
  /** How this path answers from now on; 204 by default. */
  answer(path: string, answer: Answer): void;
  at(path: string): ReceivedRequest[];
  /** Resolves when so many requests have come. */
  waitFor(count: number): Promise<void>;
}

/** A partner's back end on a real socket. */
export async function startReceiver(): Promise<Receiver> {
  const answers = new Map<string, Answer>();
  const requests: ReceivedRequest[] = [];
  const arrivals = new EventEmitter();
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const received = { path, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(received);
      (answers.get(path) ?? answerStatus(204))(response, received);
      arrivals.emit('request');
    });
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    origin: `http://${host}`,
    requests,
    connectionCount: () => connections,
    answer: (path, answer) => void answers.set(path, answer),
    at: (path) => requests.filter((request) => request.path === path),
    async waitFor(count) {
      while (requests.length < count) await once(arrivals, 'request');
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function answerStatus(status: number, headers: Record<string, string> = {}): Answer {
  return (response) => void response.writeHead(status, headers).end();
}
