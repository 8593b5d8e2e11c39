import { afterAll, beforeAll, expect, it } from 'vitest';
import { send } from './calls.ts';
import {
  bodyCases,
  callerCases,
  fieldCases,
  idempotencyCases,
  idCases,
  pathCases,
  queryCases,
  queryIdCases,
  type Case,
} from './cases.ts';
import { collectCursors, cursorCases, type Cursors } from './cursor-cases.ts';
import { differences, digestAll, digestForeign } from './digest.ts';
import { fuzzCases } from './fuzz-cases.ts';
import { judge } from './judge.ts';
import { MARK } from './junk.ts';
import { accessOf, operations, type DocumentedOperation } from './operations.ts';
import { createWorld, type World } from './world.ts';

/** Requests that are out at once. */
const AT_ONCE = 8;

let world: World;
let cursors: Cursors;
const findings: { operation: string; case: string; finding: string }[] = [];
let sentCount = 0;

beforeAll(async () => {
  world = await createWorld();
  cursors = await collectCursors(world);
}, 120_000);
afterAll(async () => {
  if (findings.length > 0) console.table(findings);
  await world[Symbol.asyncDispose]();
});

it('sees what it looks for: each caller reads its own rows, and cursors go on', async () => {
  const list = operations.find(({ operationId }) => operationId === 'employees_list')!;
  expect((await send(world, list, world.own)).text).toContain('canary-own-first_name');
  expect((await send(world, list, world.foreign)).text).toContain('canary-foreign-first_name');
  const { own } = cursors.get('employees_list')!;
  expect((await send(world, list, world.own, { query: { cursor: own!, page_size: '1' } })).status).toBe(200);
  expect([...cursors.values()].filter((cursor) => cursor.own !== null).length).toBeGreaterThan(10);
  const before = await digestAll(world);
  await world.addRow('issues', world.foreign, { subject: 'one more' });
  expect(differences(before, await digestAll(world))).toEqual(['issues']);
});

it('shows with a token the rows of its account alone', async () => {
  const lists = operations.filter(
    (operation) => accessOf(operation) === 'linked_account' && operation.method === 'GET',
  );
  const shown = lists.map(async (operation) => {
    const { text } = await send(world, operation, world.beside);
    return text.includes('canary-own') || text.includes(world.own.linkedAccountId) ? [operation.name] : [];
  });
  expect((await Promise.all(shown)).flat()).toEqual([]);
});

it.each(operations)('$name', async ({ name }) => {
  const operation = operations.find((one) => one.name === name)!;
  const foreign = await digestForeign(world);
  const before = await digestAll(world);
  const { refused, open } = casesOf(operation);
  const found = await judgeAll(operation, refused);
  // Nothing of what was refused may leave a trace. What may be right comes after it.
  const changed = differences(before, await digestAll(world));
  if (changed.length > 0) found.push({ case: 'all refused ones', finding: `changed ${changed.join(', ')}` });
  found.push(...(await judgeAll(operation, open)));
  const touched = differences(foreign, await digestForeign(world));
  if (touched.length > 0)
    found.push({ case: 'all', finding: `changed foreign rows of ${touched.join(', ')}` });
  findings.push(...found.map((finding) => ({ operation: name, ...finding })));
  expect(found).toEqual([]);
});

it('sent what it should, and the log tells of it without a word of what was sent or is stored', () => {
  expect(sentCount).toBeGreaterThan(operations.length * 40);
  const { logLines } = world.harness;
  expect(logLines.filter(({ event }) => event === 'request_answered').length).toBeGreaterThan(sentCount / 2);
  const told = JSON.stringify(logLines);
  for (const secret of [MARK, 'canary-', world.own.key, world.own.accountToken, world.own.linkToken]) {
    expect(told.includes(secret), secret).toBe(false);
  }
});

function casesOf(operation: DocumentedOperation): { refused: Case[]; open: Case[] } {
  const all = [
    ...callerCases(world, operation),
    ...idCases(world, operation),
    ...pathCases(operation),
    ...queryCases(operation),
    ...queryIdCases(world, operation),
    ...bodyCases(operation),
    ...fieldCases(world, operation),
    ...cursorCases(operation, cursors),
    ...idempotencyCases(operation),
    ...fuzzCases(operation),
  ];
  return {
    refused: all.filter(({ statuses }) => statuses !== null),
    open: all.filter(({ statuses }) => statuses === null),
  };
}

async function judgeAll(
  operation: DocumentedOperation,
  cases: Case[],
): Promise<{ case: string; finding: string }[]> {
  const found: { case: string; finding: string }[] = [];
  const texts = new Map<string, Set<string>>();
  for (let at = 0; at < cases.length; at += AT_ONCE) {
    const batch = cases.slice(at, at + AT_ONCE).map(async (one) => {
      const answer = await send(world, operation, world.own, one.call);
      const what = judge(world, operation, one, answer);
      found.push(...what.map((finding) => ({ case: one.what, finding })));
      if (one.alike) texts.set(one.alike, (texts.get(one.alike) ?? new Set()).add(answer.text));
    });
    await Promise.all(batch);
  }
  for (const [what, { size }] of texts) {
    if (size > 1) found.push({ case: what, finding: 'answered in different ways' });
  }
  sentCount += cases.length;
  return found;
}
