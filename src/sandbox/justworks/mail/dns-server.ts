import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { parseQuestion, TYPE_TXT, writeAnswer } from './dns-packet.ts';

export interface DnsServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`, as `dns.Resolver.setServers` takes it. */
  address: string;
  close(): Promise<void>;
}

/** A UDP name server on 127.0.0.1 that knows these TXT records and nothing else (NXDOMAIN). */
export async function startDnsServer(
  records: Readonly<Record<string, readonly string[]>>,
): Promise<DnsServer> {
  const byName = new Map(Object.entries(records).map(([name, values]) => [name.toLowerCase(), values]));
  const socket = createSocket('udp4');
  socket.on('message', (packet, peer) => {
    const question = parseQuestion(packet);
    if (!question) return;
    const values = byName.get(question.name);
    const answer = writeAnswer(question, question.type === TYPE_TXT ? values : values && []);
    socket.send(answer, peer.port, peer.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const close = () => new Promise<void>((resolve) => socket.close(() => resolve()));
  return { address: `127.0.0.1:${socket.address().port}`, close, [Symbol.asyncDispose]: close };
}
