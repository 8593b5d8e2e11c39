import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export interface MailboxMessage {
  /** 1 for the first message. */
  number: number;
  receivedAt: string;
  from: string;
  /** Envelope recipients. */
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  /** The message as it came. */
  raw: Buffer;
}

export interface Mailbox extends AsyncDisposable {
  host: string;
  port: number;
  /** Oldest first. */
  messages(): readonly MailboxMessage[];
  clear(): void;
  close(): Promise<void>;
}

const KEPT_MESSAGES = 500;
const MAX_MESSAGE_BYTES = 5_000_000;

/** An SMTP server that takes mail for anybody and keeps it in memory: the admin's inbox of the demo. */
export async function startMailbox(options: { host: string; port: number }): Promise<Mailbox> {
  const kept: MailboxMessage[] = [];
  let received = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    onData(stream, session, done) {
      readMessage(stream, session).then((message) => {
        received += 1;
        kept.push({ number: received, ...message });
        if (kept.length > KEPT_MESSAGES) kept.shift();
        done();
      }, done);
    },
  });
  // A client that hangs up is its own affair; what it sent completely is kept.
  server.on('error', () => undefined);
  server.listen(options.port, options.host);
  await once(server.server, 'listening');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return {
    host: options.host,
    port: (server.server.address() as AddressInfo).port,
    messages: () => kept,
    clear: () => void kept.splice(0),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function readMessage(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<Omit<MailboxMessage, 'number'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  if (stream.sizeExceeded) throw Object.assign(new Error('The message is too long.'), { responseCode: 552 });
  const raw = Buffer.concat(chunks);
  const parsed = await PostalMime.parse(raw);
  return {
    receivedAt: new Date().toISOString(),
    from: parsed.from?.address ?? '',
    to: session.envelope.rcptTo.map(({ address }) => address),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? null,
    raw,
  };
}
