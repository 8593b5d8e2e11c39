import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeRetriesReady } from '../support/drain-jobs.ts';
import type { FaultInput } from '../../src/sandbox/justworks/index.ts';
import {
  linkEmployer,
  listAll,
  startWholeService,
  syncNow,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

let service: WholeService;
let employer: LinkedEmployer;
let goodRoster: Record<string, unknown>[];

beforeAll(async () => {
  service = await startWholeService();
  employer = await linkEmployer(service);
  goodRoster = await listAll(service, employer, 'employees');
});
afterAll(() => service[Symbol.asyncDispose]());
beforeEach(async () => {
  service.sandbox.control.clearFaults();
  await syncNow(service, employer);
  service.receiver.clear();
});

interface IssueBody {
  error_description: string;
  error_details: string[];
}

/** Everything that the open issues say. */
async function openIssues(): Promise<string> {
  const { body } = await service.api<{ results: IssueBody[] }>('GET', '/api/v1/issues?status=ONGOING');
  return body.results.flatMap((issue) => [issue.error_description, ...issue.error_details]).join('\n');
}

/** Syncs against the fault: the roster must stay as it was, no record event may go out, and an issue must say why. */
async function expectRefused(fault: FaultInput, says: RegExp): Promise<void> {
  service.sandbox.control.addFault(fault);
  await syncNow(service, employer);
  expect(await listAll(service, employer, 'employees')).toEqual(goodRoster);
  const announced = service.receiver.events.map((event) => event.type);
  expect(announced.filter((type) => !type.startsWith('sync.'))).toEqual([]);
  expect(announced.some((type) => type === 'sync.failed' || type === 'sync.held')).toBe(true);
  const issues = await openIssues();
  expect(issues).toMatch(says);
  for (const employee of goodRoster) {
    if (employee['work_email'] !== null) expect(issues).not.toContain(employee['work_email']);
  }
}

it('keeps the last good roster when the report is empty', () =>
  expectRefused({ fault: 'empty_report', path: '/report-files/employee_census' }, /holds no record/));

it('keeps it when the report holds only its header', () =>
  expectRefused({ fault: 'header_only_report', path: '/report-files/employee_census' }, /holds no record/));

it('keeps it when a page comes instead of the report', () =>
  expectRefused({ fault: 'html_for_csv' }, /not a CSV file/));

it('keeps it when the report is cut in the middle of a row', () =>
  expectRefused(
    { fault: 'cut', bytes: 700, honestLength: false, path: '/report-files/employee_census' },
    /ends in the middle|cells/,
  ));

it('tries again when the connection breaks in the middle of the report, and changes nothing until it is whole', async () => {
  service.sandbox.control.addFault({
    fault: 'cut',
    bytes: 700,
    path: '/report-files/employee_census',
    count: 1,
  });
  const [member] = service.sandbox.control.state().members;
  service.sandbox.control.editEmployee(member!.id, { cellPhone: '(212) 555-0199' });
  await syncNow(service, employer);
  expect(service.receiver.events).toEqual([]);
  expect(await listAll(service, employer, 'employees')).toEqual(goodRoster);
  await makeRetriesReady(service.context);
  await service.drain();
  expect(service.receiver.events.map((event) => event.type).sort()).toEqual([
    'employee.updated',
    'sync.completed',
  ]);
  goodRoster = await listAll(service, employer, 'employees');
});

it('keeps it when the report comes in another encoding', () =>
  expectRefused({ fault: 'encoding', encoding: 'utf-16le' }, /UTF-8|encoding/i));

it('keeps it when a required column is missing, and names the column', () =>
  expectRefused({ fault: 'missing_column', column: 'Work Email' }, /Work Email/i));

it('keeps it when a column that was there before is lost', () =>
  expectRefused({ fault: 'missing_column', column: 'Termination Date' }, /Termination Date|column/i));

it('holds the run when half of the people are gone', () =>
  expectRefused({ fault: 'missing_rows', ratio: 0.5 }, /gone|removed|held/i));

it('does not mind a byte order mark, other order or an added column, and sends nothing for it', async () => {
  for (const fault of ['bom', 'reordered_columns', 'added_column'] as const)
    service.sandbox.control.addFault({ fault });
  await syncNow(service, employer);
  expect(await listAll(service, employer, 'employees')).toEqual(goodRoster);
  expect(
    service.receiver.events.map((event) => event.type).filter((type) => type !== 'sync.completed'),
  ).toEqual([]);
  expect(service.receiver.events).toHaveLength(1);
});

it('sets two rows that claim one person aside with an issue, keeps their last state, and applies all others', async () => {
  const people = service.sandbox.control
    .state()
    .members.filter((member) => member.workEmail && member.status === 'Active');
  const [doubled, other] = people;
  service.sandbox.control.addFault({
    fault: 'duplicate_row',
    workEmail: doubled!.workEmail!,
    change: { 'First Name': 'Somebody', 'Job Title': 'Else' },
  });
  service.sandbox.control.editEmployee(other!.id, { preferredName: 'Robin' });
  await syncNow(service, employer);
  const employees = await listAll(service, employer, 'employees');

  const byEmail = (email: string) => employees.find((one) => one['work_email'] === email.toLowerCase());
  const before = goodRoster.find((one) => one['work_email'] === doubled!.workEmail!.toLowerCase());
  expect(byEmail(doubled!.workEmail!)).toEqual(before);
  expect(byEmail(other!.workEmail!)).toMatchObject({ preferred_name: 'Robin' });
  expect(await openIssues()).toMatch(/claim|one person|ambiguous/i);
});
