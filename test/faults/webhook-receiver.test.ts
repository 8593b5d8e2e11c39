import type { LookupFunction } from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/duration.ts';
import { deliverDue, nextDueAt } from '../../src/webhooks/index.ts';
import { answerStatus, startReceiver } from '../integration/webhooks/receiver.ts';
import {
  addEndpoint,
  announce,
  createWorld,
  deliveriesOf,
  type World,
  type WorldOptions,
} from '../integration/webhooks/setup.ts';
import {
  startRawReceiver,
  startTlsReceiver,
  writeForever,
  type BrokenReceiver,
} from '../support/broken-receivers.ts';
import { selfSigned, TestAuthority } from '../support/certificates.ts';

// Answers that don't end, drip or are packed, and rebound names, stand in test/integration/webhooks/{delivery,answers}.test.ts.

const NAME = 'receiver.example';
/** For a whole exchange. */
const TIMEOUT_MS = 400;
const trusted = tls.getCACertificates('default');
const authority = new TestAuthority();

let stack: AsyncDisposableStack;
/** Where redirects lead: nobody may ever come there. */
let elsewhere: BrokenReceiver;
beforeAll(() => tls.setDefaultCACertificates([...trusted, authority.certificate]));
afterAll(() => tls.setDefaultCACertificates(trusted));
beforeEach(async () => {
  stack = new AsyncDisposableStack();
  elsewhere = stack.use(await startRawReceiver((socket) => void socket.end(head(204))));
});
afterEach(() => stack.disposeAsync());

const head = (status: number, more = ''): string =>
  `HTTP/1.1 ${status} x\r\n${more}content-length: 0\r\n\r\n`;

interface Fault {
  url: string;
  options?: WorldOptions;
}

const raw = (answer: Parameters<typeof startRawReceiver>[0]) => async (): Promise<Fault> => {
  const { port } = stack.use(await startRawReceiver(answer));
  return { url: `http://127.0.0.1:${port}/`, options: { allowedPrivateHosts: [`127.0.0.1:${port}`] } };
};

const toLoopback: LookupFunction = (_, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

const secure = (certificate: Parameters<typeof startTlsReceiver>[0]) => async (): Promise<Fault> => {
  const { port } = stack.use(await startTlsReceiver(certificate));
  const options = { allowedPrivateHosts: [`${NAME}:${port}`], lookup: toLoopback };
  return { url: `https://${NAME}:${port}/`, options };
};

const unresolved = (lookup: LookupFunction) => () =>
  Promise.resolve({ url: `https://${NAME}/`, options: { lookup } });

const closed = async (): Promise<Fault> => {
  const { port, [Symbol.asyncDispose]: close } = await startRawReceiver(() => undefined);
  await close();
  return { url: `http://127.0.0.1:${port}/`, options: { allowedPrivateHosts: [`127.0.0.1:${port}`] } };
};

const redirect = (status: number) =>
  raw((socket) => void socket.end(head(status, `location: http://127.0.0.1:${elsewhere.port}/\r\n`)));

const dnsError =
  (code: string): LookupFunction =>
  (_, __, callback) =>
    void callback(Object.assign(new Error(code), { code }), '');

const FAULTS: [string, () => Promise<Fault>, number | null, string | null][] = [
  ['is not there', closed, null, 'connect'],
  ['takes the request and says nothing', raw(() => undefined), null, 'timeout'],
  ['closes without a word', raw((socket) => void socket.end()), null, 'reset'],
  ['closes within its header', raw((socket) => void socket.end('HTTP/1.1 204 No')), null, 'reset'],
  [
    'drips its header',
    raw((socket) => {
      socket.write('HTTP/1.1 204 x\r\n');
      writeForever(socket, 'x: y\r\n', 20);
    }),
    null,
    'timeout',
  ],
  [
    'drips its status line',
    raw((socket) => {
      socket.write('HTTP/1.1 204 ');
      writeForever(socket, 'x', 20);
    }),
    null,
    'timeout',
  ],
  [
    'sends a header without end',
    raw((socket) => {
      socket.write('HTTP/1.1 204 x\r\n');
      writeForever(socket, `x: ${'y'.repeat(8000)}\r\n`, 1);
    }),
    null,
    'other',
  ],
  ['speaks no HTTP', raw((socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n')), null, 'other'],
  ['is at its wits’ end', raw((socket) => void socket.end(head(500))), 500, null],
  ['sends elsewhere for a while', redirect(302), 302, null],
  ['sends elsewhere for good, with the body', redirect(308), 308, null],
  ['has a certificate that nobody vouches for', secure(selfSigned({ host: NAME })), null, 'tls'],
  ['has one of an unknown authority', secure(new TestAuthority().issue({ host: NAME })), null, 'tls'],
  ['has one for another name', secure(authority.issue({ host: 'other.example' })), null, 'tls'],
  [
    'has one that is over',
    secure(authority.issue({ host: NAME, to: new Date('2021-01-01T00:00:00Z') })),
    null,
    'tls',
  ],
  [
    'has one that has not begun',
    secure(authority.issue({ host: NAME, from: new Date('2048-01-01T00:00:00Z') })),
    null,
    'tls',
  ],
  ['has a name that is unknown', unresolved(dnsError('ENOTFOUND')), null, 'dns'],
  ['has a name server that fails', unresolved(dnsError('EAI_AGAIN')), null, 'dns'],
  ['has a name server that says nothing', unresolved(() => undefined), null, 'timeout'],
];

async function sendTo({ url, options }: Fault): Promise<World> {
  const world = stack.use(await createWorld({ settings: { attemptTimeoutMs: TIMEOUT_MS }, ...options }));
  await addEndpoint(world, url);
  await announce(world, 1);
  await deliverDue(world);
  return world;
}

describe('a receiver that', () => {
  it.each(FAULTS)('%s', async (_, start, statusCode, failure) => {
    const world = await sendTo(await start());
    const waitMs = async () => Date.parse((await nextDueAt(world))!) - world.clock.now().getTime();
    expect(await waitMs()).toBe(5 * SECOND_MS);
    world.clock.advance(5 * SECOND_MS);
    expect(await deliverDue(world)).toEqual({ attempted: 1 });
    expect(await waitMs()).toBe(5 * MINUTE_MS);
    const seen = { status_code: statusCode, failure };
    const deliveries = await deliveriesOf(world);
    expect(deliveries).toMatchObject([{ state: 'pending', attempts: [seen, seen] }]);
    for (const { duration_ms } of deliveries[0]!.attempts) expect(duration_ms).toBeLessThan(TIMEOUT_MS * 10);
    expect(elsewhere.connectionCount()).toBe(0);
  });

  it('has a certificate of somebody who is trusted gets its events', async () => {
    const world = await sendTo(await secure(authority.issue({ host: NAME }))());
    expect(await deliveriesOf(world)).toMatchObject([{ state: 'succeeded' }]);
  });

  it('was gone for a day gets everything when it is back, under the same ids', async () => {
    const receiver = stack.use(await startReceiver());
    const world = stack.use(await createWorld({ allowedPrivateHosts: [receiver.host] }));
    await addEndpoint(world, `${receiver.origin}/hooks`);
    receiver.answer('/hooks', (response) => void response.socket!.resetAndDestroy());
    const ids: string[] = [];
    const start = world.clock.now().getTime();
    for (let hour = 0; hour < 24; hour += 1) {
      ids.push(...(await announce(world, 2)));
      await deliverUntil(world, new Date(start + (hour + 1) * HOUR_MS));
    }
    const away = receiver.requests.length;
    receiver.answer('/hooks', answerStatus(204));
    await deliverUntil(world, new Date(start + 3 * DAY_MS));
    const arrived = receiver.requests.slice(away).map(({ headers }) => String(headers['webhook-id']));
    expect(arrived.sort()).toEqual(ids.sort());
    const states = (await deliveriesOf(world)).map(({ state }) => state);
    expect(states).toEqual(ids.map(() => 'succeeded'));
  });
});

/** What comes due by then, each at its time. */
async function deliverUntil(world: World, end: Date): Promise<void> {
  for (;;) {
    await deliverDue(world);
    const due = await nextDueAt(world);
    if (due === null || new Date(due) > end) break;
    world.clock.set(due);
  }
  world.clock.set(end);
}
