import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { LinkingDeps } from '../deps.ts';
import { noteMisaddressed } from '../note-misaddressed.ts';
import { canReceive, receiveMessage } from '../receive-message.ts';
import { readMessage } from './read-message.ts';
import { SmtpRefusal, toSmtpError } from './smtp-refusal.ts';

const CLOSE_TIMEOUT_MS = 5000;
/** Idle time; the whole session has a deadline of its own. */
const SOCKET_TIMEOUT_MS = 60_000;

export type SmtpDoorDeps = Pick<LinkingDeps, 'db' | 'vault' | 'clock' | 'log' | 'config'>;

export interface SmtpDoor {
  port: number;
  /** Lets the sessions at work end, for a few seconds. */
  close(): Promise<void>;
}

/** A certificate for STARTTLS. Without one it is not offered: the library's own key is public. */
export interface SmtpCertificate {
  key: string;
  cert: string;
}

/** Takes mail for service e-mails and nothing else. What it answered 250 to is stored. */
export async function startSmtpDoor(deps: SmtpDoorDeps, certificate?: SmtpCertificate): Promise<SmtpDoor> {
  const { smtp } = deps.config;
  const refusals = new WeakMap<SMTPServerSession, number>();
  const deadlines = new WeakMap<SMTPServerSession, NodeJS.Timeout>();
  const server = new SMTPServer({
    ...certificate,
    name: smtp.hostName,
    banner: 'ready',
    size: smtp.maxMessageBytes,
    rejectOversized: true,
    maxClients: smtp.maxClients,
    maxRecipients: smtp.maxRecipients,
    disabledCommands: certificate ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    socketTimeout: SOCKET_TIMEOUT_MS,
    closeTimeout: CLOSE_TIMEOUT_MS,
    logger: false,
    onConnect(session, callback) {
      deadlines.set(session, endInTime(server, session, smtp.maxSessionSeconds));
      callback();
    },
    onClose(session) {
      clearTimeout(deadlines.get(session));
    },
    onRcptTo(address, session, callback) {
      checkRecipient(deps, refusals, session, address.address).then(
        () => callback(),
        (error: unknown) => callback(toSmtpError(deps.log, error)),
      );
    },
    onData(stream, session, callback) {
      readMessage(stream)
        .then((message) => keep(deps, session, message))
        .then(
          () => callback(null, 'Kept'),
          (error: unknown) => callback(toSmtpError(deps.log, error)),
        );
    },
  });
  server.on('error', (error: Error & { code?: string }) =>
    deps.log.debug({ code: error.code }, 'smtp_connection_failed'),
  );
  return await listen(server, smtp);
}

/** Unknown, closed and foreign addresses get one answer; who guesses too often gets no look-up any more. */
async function checkRecipient(
  deps: SmtpDoorDeps,
  refusals: WeakMap<SMTPServerSession, number>,
  session: SMTPServerSession,
  address: string,
): Promise<void> {
  const refused = refusals.get(session) ?? 0;
  if (refused >= deps.config.smtp.maxRecipients) throw new SmtpRefusal(452, 'Too many recipients');
  if (await canReceive(deps, address)) return;
  refusals.set(session, refused + 1);
  await noteMisaddressed(deps, address);
  throw new SmtpRefusal(550, 'No such recipient');
}

async function keep(deps: SmtpDoorDeps, session: SMTPServerSession, message: Buffer): Promise<void> {
  const { envelope } = session;
  const reception = await receiveMessage(deps, {
    recipients: envelope.rcptTo.map((recipient) => recipient.address),
    message,
    envelope: {
      remoteIp: session.remoteAddress,
      helo: session.hostNameAppearsAs || '',
      sender: envelope.mailFrom ? envelope.mailFrom.address : '',
    },
  });
  if (reception === 'no_such_recipient') throw new SmtpRefusal(550, 'No such recipient');
  deps.log.info({ bytes: message.length, recipients: envelope.rcptTo.length }, 'message_received');
}

/** An idle timeout alone lets one byte a minute hold a place for ever. */
function endInTime(server: SMTPServer, session: SMTPServerSession, seconds: number): NodeJS.Timeout {
  return setTimeout(() => {
    for (const connection of server.connections) {
      if (connection.session === session) connection.send(421, 'Session took too long');
    }
  }, seconds * 1000).unref();
}

async function listen(server: SMTPServer, address: { host: string; port: number }): Promise<SmtpDoor> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(address.port, address.host, resolve);
  await promise;
  server.off('error', reject);
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise<void>((closed) => server.close(closed)),
  };
}
