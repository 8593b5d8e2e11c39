import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Certificate } from './certificates.ts';

export interface BrokenReceiver extends AsyncDisposable {
  port: number;
  connectionCount(): number;
}

/** A receiver that speaks for itself, byte by byte. It is told once that a whole request has come. */
export async function startRawReceiver(answer: (socket: Socket) => void): Promise<BrokenReceiver> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    let request = '';
    socket.on('data', (chunk) => {
      const wasWhole = request.includes('}}');
      request += chunk.toString();
      if (!wasWhole && request.includes('}}')) answer(socket);
    });
  });
  return listen(server);
}

/** Answers 204 to whoever trusts its certificate. */
export function startTlsReceiver(certificate: Certificate): Promise<BrokenReceiver> {
  return listen(createHttpsServer(certificate, (_, response) => response.writeHead(204).end()));
}

async function listen(server: ReturnType<typeof createServer>): Promise<BrokenReceiver> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connectionCount: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Writes it again and again until the other side has had enough. */
export function writeForever(socket: Socket, text: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.once('close', () => clearInterval(timer));
}
