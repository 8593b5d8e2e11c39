import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverDue, rotateSecret } from '../../../src/webhooks/index.ts';
import { createTestDatabase } from '../../support/database.ts';
import { isInstalled, readCodeBlocks, startProgram, type Language } from '../../support/guide-programs.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, type World } from './setup.ts';

const PAGE = 'docs/webhooks.md';
/** `go run` compiles its standard library when it is run for the first time. */
const COMPILED_MS = 240_000;

let receiver: Receiver;
let world: World;
beforeAll(async () => {
  receiver = await startReceiver();
  world = await createWorld({ allowedPrivateHosts: [receiver.host] });
  // The programs go by the machine's clock.
  world.clock.set(new Date());
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** A request as it was really sent to this path. */
async function sendOne(path: string): Promise<ReceivedRequest> {
  await announce(world, 1);
  await deliverDue(world);
  return receiver.at(path).at(-1)!;
}

async function forward(url: string, request: Pick<ReceivedRequest, 'headers' | 'body'>): Promise<number> {
  const names = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const headers = Object.fromEntries(
    names.flatMap((name) =>
      request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]],
    ),
  );
  const answer = await fetch(url, { method: 'POST', headers, body: request.body });
  await answer.arrayBuffer();
  return answer.status;
}

/** What nobody but a forger sends. */
function forgeriesOf(
  request: ReceivedRequest,
  secret: string,
): [string, Pick<ReceivedRequest, 'headers' | 'body'>][] {
  const { headers, body } = request;
  const id = String(headers['webhook-id']);
  const change = (name: string, value: string | undefined) => ({
    headers: { ...headers, [name]: value },
    body,
  });
  const signedAt = (agoSeconds: number) => {
    const at = new Date(Date.now() - agoSeconds * 1000);
    const signature = new Webhook(secret).sign(id, at, body);
    const timestamp = String(Math.floor(at.getTime() / 1000));
    return { headers: { ...headers, 'webhook-timestamp': timestamp, 'webhook-signature': signature }, body };
  };
  return [
    ['another body', { headers, body: body.replace('employee', 'employer') }],
    ['the same JSON in other bytes', { headers, body: `${body} ` }],
    ['another id', change('webhook-id', randomUUID())],
    ['another time', change('webhook-timestamp', String(Number(headers['webhook-timestamp']) - 1))],
    [
      'a signature by somebody else',
      change('webhook-signature', `v1,${Buffer.alloc(32).toString('base64')}`),
    ],
    ['an empty signature', change('webhook-signature', 'v1,')],
    ['no signature', change('webhook-signature', undefined)],
    ['no id', change('webhook-id', undefined)],
    ['no time', change('webhook-timestamp', undefined)],
    ['a time that is none', change('webhook-timestamp', 'now')],
    ['an old one, sent again', signedAt(600)],
    ['one from the future', signedAt(-600)],
  ];
}

describe('the program for a receiver in', () => {
  const LANGUAGES: [string, Language][] = [
    ['Node', 'js'],
    ['Python', 'python'],
    ['Go', 'go'],
  ];
  for (const [name, language] of LANGUAGES) {
    if (!isInstalled(language)) {
      process.stderr.write(`NOT RUN: the ${name} program of ${PAGE}: nothing here runs ${name}.\n`);
      continue;
    }
    it(
      `${name} takes what was really sent, during a rotation too, and nothing else`,
      async () => {
        const path = `/${language}`;
        const endpoint = await addEndpoint(world, `${receiver.origin}${path}`);
        const [source, ...more] = await readCodeBlocks(PAGE, language);
        expect(more).toEqual([]);
        await using program = await startProgram(language, source!, {
          MUSTER_WEBHOOK_SECRET: endpoint.secret,
        });
        const request = await sendOne(path);
        expect(await forward(program.url, request)).toBe(204);
        for (const [forgery, forged] of forgeriesOf(request, endpoint.secret)) {
          expect([forgery, await forward(program.url, forged)]).toEqual([forgery, 400]);
        }
        await rotateSecret(world, world.organizationId, endpoint.id);
        const rotated = await sendOne(path);
        expect(await forward(program.url, rotated)).toBe(204);
        const kept = [request, rotated].map(
          ({ headers }) => `${String(headers['webhook-id'])} employee.created`,
        );
        await expect.poll(() => program.output().trim().split('\n')).toEqual(kept);
      },
      COMPILED_MS,
    );
  }

  it('Node is run wherever these tests are', () => expect(isInstalled('js')).toBe(true));
});

it('the statement for order and duplicates keeps the last state, whatever comes when and how often', async () => {
  const [tables, apply] = await readCodeBlocks(PAGE, 'sql');
  await using database = await createTestDatabase();
  const { pool } = database;
  await pool.query(tables!);
  const ana = randomUUID();
  const [older, younger] = [randomUUID(), randomUUID()];
  const state = (department: string) => JSON.stringify({ id: ana, department });
  const comes = (id: string, sequence: number, department: string) =>
    pool.query(apply!, [id, ana, sequence, state(department)]);
  await comes(younger, 42, 'Support');
  await comes(older, 41, 'Sales');
  await comes(younger, 42, 'Support');
  const { rows } = await pool.query(`select sequence, record->>'department' as department from people`);
  expect(rows).toEqual([{ sequence: 42, department: 'Support' }]);
  await comes(randomUUID(), 43, 'Legal');
  await comes(older, 44, 'never: the id is known');
  const { rows: later } = await pool.query(`select record->>'department' as department from people`);
  expect(later).toEqual([{ department: 'Legal' }]);
});
