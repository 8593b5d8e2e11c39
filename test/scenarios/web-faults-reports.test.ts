import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src/sandbox/justworks/index.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import {
  editSomebody,
  expectEndured,
  expectPartEndured,
  expectRecovery,
  expectUseful,
  fetchText,
  listIssues,
  readFreshness,
  readServed,
  syncToTheEnd,
  type EnduredFault,
  type FaultWorld,
} from '../support/fault-world.ts';
import { linkEmployer, listAll, startWholeService } from '../support/whole-service.ts';

const CENSUS = '/report-files/employee_census';
const HISTORY = '/report-files/work_history';

let world: FaultWorld;

beforeAll(async () => {
  const service = await startWholeService({
    environment: { MUSTER_SYNC_MAX_ATTEMPTS: '2' },
    site: () => ({ poll: { intervalMs: 1, attempts: 4 } }),
  });
  world = { service, employer: await linkEmployer(service) };
});
afterAll(() => world.service[Symbol.asyncDispose]());
beforeEach(async () => {
  world.service.sandbox.control.clearFaults();
  await syncToTheEnd(world);
  world.service.receiver.clear();
  world.service.sandbox.control.clearJournal();
});

const typesOfEvents = () => world.service.receiver.events.map(({ type }) => type);
const control = () => world.service.sandbox.control;

type Row = [promise: string, fault: FaultInput, expected: Omit<EnduredFault, 'faults'>];
const LATER = [/last good data is served/, /look at the source/];
const LOOK = [/last good data is served/, /Look at the report at the source/];
const HELD = { code: 'sync_held', ends: 'sync.held' } as const;

describe('a report that does not come', () => {
  it.each<Row>([
    [
      'is never ready',
      { fault: 'stuck_report' },
      { code: 'report_not_ready', subject: 'employee_census', says: LATER },
    ],
    [
      'has a link that is always over',
      { fault: 'expired_download', path: CENSUS },
      { code: 'report_not_ready', subject: 'employee_census', says: [...LATER, /403/] },
    ],
  ])('costs nothing when it %s', (_promise, fault, expected) =>
    expectEndured(world, { ...expected, faults: [fault] }),
  );

  it.each<[FaultInput, requests: number]>([
    [{ fault: 'stuck_report', count: 2 }, 2],
    // Made anew.
    [{ fault: 'failed_report', count: 1 }, 3],
    [{ fault: 'expired_download', count: 1 }, 2],
  ])('is waited for or fetched again without anybody being told: %j', async (fault, requests) => {
    control().addFault(fault);
    const nickname = editSomebody(world);
    await syncToTheEnd(world);
    expect(typesOfEvents().toSorted()).toEqual(['employee.updated', 'sync.completed']);
    const employees = await listAll(world.service, world.employer, 'employees');
    expect(employees.filter((one) => one['preferred_name'] === nickname)).toHaveLength(1);
    const asked = control()
      .journal()
      .filter(({ method }) => method === 'POST');
    expect(asked.map(({ path }) => path)).toEqual(Array(requests).fill('/reports/request'));
    expectGoodManners(world.service.sandbox);
  });
});

describe('a report that is none', () => {
  it.each<Row>([
    [
      'census is a page that calls itself CSV',
      { fault: 'html_for_csv', contentType: 'text/csv', path: CENSUS },
      { code: 'report_not_csv', subject: 'employee_census', says: LOOK },
    ],
  ])('costs nothing when the %s', (_promise, fault, expected) =>
    expectEndured(world, { ...expected, faults: [fault] }),
  );

  it('is held when it lacks nothing but its last line’s end', async () => {
    editSomebody(world);
    await syncToTheEnd(world);
    const path = `${world.service.sandbox.url}/admin/reports/employee_census`;
    const whole = Buffer.byteLength(await fetchText(path));
    await expectEndured(world, {
      ...HELD,
      says: [/report_cut: employee_census ends in the middle of a line/, /Look at the roster at the source/],
      faults: [{ fault: 'cut', bytes: whole - 1, honestLength: false, path: CENSUS }],
    });
  });

  it('is refused in another encoding, where a letter shows it', async () => {
    const [, second] = control().state().members;
    control().editEmployee(second!.id, { city: 'Zürich' });
    await syncToTheEnd(world);
    await expectEndured(world, {
      code: 'report_encoding',
      subject: 'employee_census',
      says: [...LOOK, /UTF-8/],
      faults: [{ fault: 'encoding', encoding: 'latin1', path: CENSUS }],
    });
  });
});

describe('a work history that can’t be read, beside a census that can', () => {
  it.each<Row>([
    [
      'is not made by the source',
      { fault: 'failed_report', path: HISTORY },
      { code: 'report_not_ready', subject: 'work_history', says: LATER },
    ],
    [
      'is empty',
      { fault: 'empty_report', path: HISTORY },
      { code: 'report_empty', subject: 'work_history', says: LOOK },
    ],
    [
      'is a header only',
      { fault: 'header_only_report', path: HISTORY },
      { code: 'report_empty', subject: 'work_history', says: LOOK },
    ],
    [
      'is a page',
      { fault: 'html_for_csv', path: HISTORY },
      { code: 'report_not_csv', subject: 'work_history', says: LOOK },
    ],
    [
      'breaks off within a row',
      { fault: 'cut', bytes: 400, honestLength: false, path: HISTORY },
      { code: 'report_cut', subject: 'work_history', says: LOOK },
    ],
    [
      'lacks the column that it stands on',
      { fault: 'missing_column', column: 'Effective Date', path: HISTORY },
      {
        code: 'report_column_missing',
        subject: 'work_history',
        says: [/Effective Date/, /muster justworks override approve/],
      },
    ],
  ])('stops nothing but the employments when it %s', (_promise, fault, expected) =>
    expectPartEndured(world, { ...expected, faults: [fault], keeps: ['employments'] }),
  );
});

describe('a report with other columns', () => {
  it('is the same report when a column has another usual name', async () => {
    const served = await readServed(world);
    control().addFault({ fault: 'renamed_column', from: 'Job Title', to: 'Title', path: HISTORY });
    control().addFault({ fault: 'renamed_column', from: 'Termination Date', to: 'End Date', path: CENSUS });
    await syncToTheEnd(world);
    expect(await readServed(world)).toEqual(served);
    expect([await listIssues(world, 'ONGOING'), typesOfEvents()]).toEqual([[], []]);
  });

  it.each<Row>([
    [
      'a column goes by a name that nobody knows',
      { fault: 'renamed_column', from: 'Start Date', to: 'Joined The Crew', path: CENSUS },
      { ...HELD, says: [/column_lost: employee_census no longer has the column Start Date/] },
    ],
    [
      'a column of the work history is gone',
      { fault: 'missing_column', column: 'Pay Rate', path: HISTORY },
      { ...HELD, says: [/column_lost: work_history no longer has the column Pay Rate/] },
    ],
  ])('costs nothing when %s', (_promise, fault, expected) =>
    expectEndured(world, { ...expected, faults: [fault] }),
  );
});

describe('a report with other rows', () => {
  it('deletes nobody when the last row is missing once', async () => {
    const served = await readServed(world);
    control().addFault({ fault: 'missing_rows', ratio: 0.01 });
    await syncToTheEnd(world);
    expect((await readServed(world)).employees).toEqual(served.employees);
    control().clearFaults();
    await syncToTheEnd(world);
    expect(await readServed(world)).toEqual(served);
    expect(typesOfEvents().filter((type) => !type.startsWith('sync.'))).toEqual([]);
  });

  it('changes nobody when every row comes twice, says so, and goes on when it is over', async () => {
    const served = await readServed(world);
    const { asOf } = await readFreshness(world);
    const nickname = editSomebody(world);
    control().addFault({ fault: 'duplicate_rows' });
    await syncToTheEnd(world);
    expect(await readServed(world)).toEqual(served);
    expect(typesOfEvents().filter((type) => !type.startsWith('sync.'))).toEqual([]);
    expect(await readFreshness(world)).toMatchObject({ status: 'PARTIALLY_SYNCED' });
    const issues = await listIssues(world, 'ONGOING');
    expect(issues).toMatchObject([{ code: 'identity_ambiguous' }]);
    const rows = 2 * control().state().members.length;
    expectUseful(world, issues[0]!, [/at the source/, new RegExp(`duplicate_claim: ${rows} rows`)]);
    await expectRecovery(world, nickname, { code: 'identity_ambiguous', asOf });
  });

  it.each([
    ['dst', ['2026-03-08', '2026-11-01', '2026-03-29', '2026-10-25']],
    ['year_end', ['2025-12-31', '2026-01-01', '2024-02-29', '2023-02-28']],
  ] as const)('keeps the calendar day of each date: %s', async (dates, expected) => {
    control().addFault({ fault: 'edge_dates', dates, path: CENSUS });
    await syncToTheEnd(world);
    const employees = await listAll(world.service, world.employer, 'employees');
    const starts = employees.map((one) => one['start_date']);
    for (const day of expected) expect(starts).toContain(`${day}T00:00:00Z`);
    expect(await listIssues(world, 'ONGOING')).toEqual([]);
  });
});
