import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { announced, asked, letScheduleRun, readAllServed, silenceSource } from '../support/api-watch.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { expectEndured, expectUseful, listIssues, type EnduredFault } from '../support/fault-world.ts';
import { LinkedRoster } from '../support/linked-roster.ts';
import { listAll, syncNow, type WholeServiceOptions } from '../support/whole-service.ts';

const MEMBERS = '/v1/members';

let world: LinkedRoster;
async function startWorld(options: WholeServiceOptions = {}): Promise<void> {
  world = await LinkedRoster.start('oauth', { environment: { MUSTER_SYNC_MAX_ATTEMPTS: '3' }, ...options });
  silenceSource(world);
  world.service.receiver.clear();
}
const endWorld = () => world[Symbol.asyncDispose]();

const sync = () => syncNow(world.service, world.employer);
const rename = (preferredName: string) =>
  world.control.editEmployee(world.control.state().members[0]!.id, { preferredName });

const ENDURED: Record<string, EnduredFault> = {
  'throttles without saying for how long': {
    faults: [{ fault: 'status_429', path: MEMBERS }],
    code: 'rate_limited',
    subject: 'member_basic',
    says: [/429/, /last good data/],
  },
  'answers 500': {
    faults: [{ fault: 'status_500', path: '/v1/company' }],
    code: 'source_unavailable',
    subject: 'company_basic',
    says: [/500/, /last good data/],
  },
  'breaks off in the middle': {
    faults: [{ fault: 'cut', path: MEMBERS, bytes: 700 }],
    code: 'source_unavailable',
    subject: 'member_basic',
    says: [/last good data/],
  },
  'gives half of its JSON as if it were whole': {
    faults: [{ fault: 'cut', path: MEMBERS, bytes: 700, honestLength: false }],
    code: 'unexpected_page',
    subject: 'member_basic',
    says: [/no JSON/, /last good data/],
  },
  'gives a page for JSON': {
    faults: [{ fault: 'api_malformed', path: MEMBERS, contentType: 'text/html' }],
    code: 'unexpected_page',
    subject: 'member_basic',
    says: [/no JSON/],
  },
  'names its lists otherwise': {
    faults: [{ fault: 'api_missing_field', path: MEMBERS, name: 'items' }],
    code: 'report_malformed',
    subject: 'member_basic',
    says: [/items/],
  },
  'leaves out the ids of people': {
    faults: [{ fault: 'api_missing_field', path: MEMBERS, name: 'id' }],
    code: 'report_malformed',
    subject: 'member_basic',
    says: [/does not fit at id/],
  },
  'leaves out all names': {
    faults: [{ fault: 'api_missing_field', path: MEMBERS, name: 'name' }],
    code: 'sync_held',
    says: [/first_name is empty now/],
    ends: 'sync.held',
  },
};

describe('a source that', () => {
  // Each fault is over when its test is, and nothing is left of it.
  beforeAll(() => startWorld());
  afterAll(endWorld);

  test.each(Object.entries(ENDURED))('%s is endured, and caught up with', async (_name, fault) => {
    await expectEndured(world, fault);
  });
});

describe('a slow source', () => {
  afterEach(endWorld);

  test('is given up in time, and read when it is quick again', async () => {
    await startWorld({
      environment: { MUSTER_SYNC_MAX_ATTEMPTS: '2' },
      api: { limits: { requestTimeoutMs: 1000 } },
    });
    await expectEndured(world, {
      faults: [{ fault: 'slow', path: MEMBERS, delayMs: 60_000 }],
      code: 'source_unavailable',
      subject: 'member_basic',
      says: [/last good data/],
    });
  });
});

describe('a source that throttles', () => {
  beforeEach(() => startWorld());
  afterEach(endWorld);

  test('for a moment is waited for within the sync', async () => {
    rename('Robin');
    world.control.addFault({ fault: 'status_429', path: MEMBERS, count: 2, retryAfter: 0 });
    world.control.clearJournal();
    await sync();
    expect(announced(world).toSorted()).toEqual(['employee.updated', 'sync.completed']);
    expect(asked(world).filter((request) => request === `GET ${MEMBERS}`)).toHaveLength(3);
    // Of one reading: nothing else was asked again.
    expect(asked(world).filter((request) => request === 'GET /v1/time-off/policies')).toHaveLength(1);
  });

  test('for long is left alone until then, and read at once when it is over', async () => {
    const served = await readAllServed(world);
    rename('Robin');
    world.control.addFault({ fault: 'status_429', path: MEMBERS, retryAfter: 1800 });
    await sync();
    world.control.clearJournal();
    await letScheduleRun(world, 29 * 60_000);
    expect(asked(world)).toEqual([]);
    expect(await readAllServed(world)).toEqual(served);
    const issues = await listIssues(world, 'ONGOING');
    expect(issues).toMatchObject([{ code: 'rate_limited' }]);
    expectUseful(world, issues[0]!, [/last good data/]);
    world.control.clearFaults();
    await letScheduleRun(world, 60_000);
    expect(asked(world)).toContain(`GET ${MEMBERS}`);
    expect(announced(world).toSorted()).toEqual(['employee.updated', 'sync.completed', 'sync.failed']);
    expect(await world.openIssues()).toEqual([]);
    expectGoodManners(world.service.sandbox);
  });
});

describe('a part of the source', () => {
  beforeEach(() => startWorld());
  afterEach(endWorld);

  test.each(['slow_balances', 'failed_balances'] as const)(
    'balances that never come (%s) are an issue, and the roster goes on without them',
    async (fault) => {
      const before = await listAll(world.service, world.employer, 'time-off-balances');
      expect(before.length).toBeGreaterThan(0);
      rename('Robin');
      world.control.addFault({ fault });
      await sync();
      expect(announced(world).toSorted()).toEqual(['employee.updated', 'sync.completed']);
      expect(await world.openIssues()).toEqual(['report_not_ready']);
      expect(await listAll(world.service, world.employer, 'time-off-balances')).toEqual(before);
      world.control.clearFaults();
      await sync();
      expect(await world.openIssues()).toEqual([]);
    },
  );

  test('a word that nobody has met is served as it is, with an issue that names its shape', async () => {
    world.control.addFault({ fault: 'api_changed_word', path: MEMBERS, from: 'full_time', to: 'Vollzeit' });
    await sync();
    const types = (await listAll(world.service, world.employer, 'employments')).map(
      (one) => one['employment_type'],
    );
    expect(types).toContain('Vollzeit');
    expect(types).not.toContain('FULL_TIME');
    const issues = await listIssues(world, 'ONGOING');
    expect(issues).toMatchObject([{ code: 'unknown_words' }]);
    expectUseful(world, issues[0]!, [/employment_type: Aaaaaaaa/]);
    expect(JSON.stringify(issues)).not.toContain('Vollzeit');
    world.control.clearFaults();
    await sync();
    expect(await world.openIssues()).toEqual([]);
  });
});
