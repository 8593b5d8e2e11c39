import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface Relay extends AsyncDisposable {
  url: string;
  taken: Email[];
  /** It has the mail, and says so only when this is over. */
  beforeAnswer: () => Promise<void>;
}

/** A relay that knows nobody at `nobody@`. */
export async function startRelay(): Promise<Relay> {
  const taken: Email[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      if (!address.startsWith('nobody@')) return done();
      done(Object.assign(new Error(`${address} is unknown here`), { responseCode: 550 }));
    },
    onData(stream, _session, done) {
      void buffer(stream)
        .then((bytes) => PostalMime.parse(bytes))
        .then((mail) => void taken.push(mail))
        .then(() => relay.beforeAnswer())
        .then(() => done(), done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const relay: Relay = {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    beforeAnswer: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  return relay;
}
