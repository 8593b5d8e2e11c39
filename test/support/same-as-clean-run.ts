import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { readEventData, STORED_EVENT, type StoredEvent } from '../../src/hris/told-events.ts';
import type { FaultWorld } from './fault-world.ts';
import { changeAndAsk, startFaultWorld } from './fault-service.ts';
import { listAll, type WholeServiceOptions } from './whole-service.ts';

const MODELS = ['companies', 'locations', 'groups', 'teams', 'employees', 'employments'] as const;
/** Midnight is a date's; all else is when something was done. */
const INSTANT = /^\d{4}-\d\d-\d\dT(?!00:00:00Z)/;

type Row = Record<string, unknown>;

interface Outcome {
  records: Record<string, string[]>;
  events: string[];
}

/**
 * What a partner has in the end is what it would have had without any fault, down to the last event: the same source with
 * the same changes is read by a service to which nothing happened. Ids and times are each service's own.
 */
export async function expectSameAsCleanRun(
  world: FaultWorld,
  numbers: readonly number[],
  options: WholeServiceOptions = {},
): Promise<void> {
  await using clean = await runCleanly(numbers, options);
  expect(await readOutcome(world)).toEqual(await readOutcome(clean));
  await expectToldOnce(world);
}

/** The same for runs that came together as they pleased: how often a sync ended is not compared, all else is. */
export async function expectSameRecordsAsCleanRun(
  world: FaultWorld,
  numbers: readonly number[],
): Promise<void> {
  await using clean = await runCleanly(numbers, {});
  const [outcome, expected] = [await readOutcome(world), await readOutcome(clean)];
  const ofRecords = ({ records, events }: Outcome) => ({
    records,
    events: events.filter((event) => !event.startsWith('sync.')),
  });
  expect(ofRecords(outcome)).toEqual(ofRecords(expected));
  await expectToldOnce(world);
}

async function runCleanly(numbers: readonly number[], options: WholeServiceOptions) {
  const clean = await startFaultWorld(options);
  for (const number of numbers) {
    await changeAndAsk(clean, number);
    await clean.service.drain();
  }
  return clean;
}

/** Each event reached the partner, under one id however often it came. */
async function expectToldOnce({ service }: FaultWorld): Promise<void> {
  const events = await service.context.db.selectFrom('outbox_events').select('id').execute();
  const { events: told, issueEvents } = service.receiver;
  const received = new Set([...told, ...issueEvents].map(({ id }) => id));
  expect(events.map(({ id }) => id).filter((id) => !received.has(id))).toEqual([]);
  expect(received.size).toBe(events.length);
}

async function readOutcome(world: FaultWorld): Promise<Outcome> {
  const { service, employer } = world;
  const lists: Record<string, Row[]> = {};
  for (const model of MODELS) {
    lists[model] = await listAll(service, employer, model, '&include_deleted_data=true');
  }
  const name = nameIds(lists);
  const records = Object.fromEntries(
    Object.entries(lists).map(([model, rows]) => [model, rows.map((row) => name(row)).sort()]),
  );
  const { db } = service.context;
  const { rows } = await sql<StoredEvent>`select ${STORED_EVENT} from outbox_events e`.execute(db);
  const texts = await readEventData(db, rows);
  const events = rows.map(({ type }, place) => `${type} ${name(JSON.parse(texts[place]!))}`).sort();
  return { records, events };
}

/** Calls each record by what is in it, so that the same record has the same name in both services. */
function nameIds(lists: Record<string, Row[]>): (value: unknown) => string {
  const names = new Map<string, string>();
  for (const [model, rows] of Object.entries(lists)) {
    const ownText = (row: Row) => `${model} ${digest(write(row, () => '(id)'))}`;
    for (const row of rows) names.set(String(row['id']), ownText(row));
  }
  return (value) => write(value, (id) => names.get(id) ?? '(id)');
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function write(value: unknown, nameId: (id: string) => string): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'string') return part;
    if (UUID.test(part)) return nameId(part);
    return INSTANT.test(part) ? '(time)' : part;
  });
}
