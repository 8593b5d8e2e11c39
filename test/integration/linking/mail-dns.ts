import { createSocket } from 'node:dgram';

/** A name server on the loopback address that knows some TXT records. */
export interface MailDns extends AsyncDisposable {
  /** `ip:port` */
  address: string;
  txt: Map<string, string>;
  /** While true, every query is answered with SERVFAIL. */
  isBroken: boolean;
}

const HEADER_BYTES = 12;
const SERVFAIL = 2;
const NXDOMAIN = 3;

export async function startMailDns(): Promise<MailDns> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const dns: MailDns = {
    address: `127.0.0.1:${socket.address().port}`,
    txt: new Map(),
    isBroken: false,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
  socket.on('message', (query, peer) => socket.send(answer(dns, query), peer.port, peer.address));
  return dns;
}

function answer(dns: MailDns, query: Buffer): Buffer {
  const { name, end } = readName(query);
  const question = query.subarray(HEADER_BYTES, end + 4);
  const type = query.readUInt16BE(end);
  const text = type === 16 ? dns.txt.get(name.toLowerCase()) : undefined;
  const code = dns.isBroken ? SERVFAIL : text === undefined ? NXDOMAIN : 0;
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(code === 0 ? 1 : 0, 6);
  return Buffer.concat([header, question, ...(code === 0 ? [textRecord(text!)] : [])]);
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
}

/** Name as a pointer to the question, TXT, IN, 60 s. */
function textRecord(text: string): Buffer {
  const parts = text
    .match(/.{1,255}/g)!
    .map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)]));
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(16, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(body.length, 10);
  return Buffer.concat([head, body]);
}
