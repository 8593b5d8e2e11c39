import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { expect, test } from 'vitest';
import { createJustworksConnector } from '../../../src/connectors/justworks/index.ts';
import { canonicalJson } from '../../../src/lib/canonical-json.ts';
import { toCountryCode } from '../../../src/hris/normalize/country.ts';
import type { EmployeeItem, EmploymentItem, SnapshotItem } from '../../../src/hris/snapshot.ts';
import { createGuardedHttp } from '../../../src/lib/guarded-http/index.ts';
import { startSandbox, type FaultInput } from '../../../src/sandbox/justworks/index.ts';
import { startMailbox } from '../../../src/sandbox/mailbox/index.ts';
import { createAccount } from '../../support/justworks/employer-script.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const SIGN_IN = {
  userName: 'robot',
  password: 'correct horse battery staple',
  authenticatorSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
};
const GENDERS: Record<string, string> = { Male: 'MALE', Female: 'FEMALE', 'Non-binary': 'NON-BINARY' };
const STATUSES = { Active: 'ACTIVE', Pending: 'PENDING', Terminated: 'INACTIVE' };

/** A company with all its odd cases, as the connector reads it and as it says of itself. */
async function readCompany(fault?: FaultInput) {
  await using mailbox = await startMailbox({ host: '127.0.0.1', port: 0 }).then(closable);
  const clock = new ManualClock('2026-03-10T15:00:05Z');
  const options = {
    host: '127.0.0.1',
    port: 0,
    smtpTarget: mailbox,
    seed: 'reports',
    companySize: 60,
    clock,
  };
  await using sandbox = await startSandbox(options).then(closable);
  const connector = createJustworksConnector({
    site: { origins: [sandbox.url], poll: { intervalMs: 1, attempts: 5 } },
  });
  await using http = closable(
    createGuardedHttp({ allowedPrivateHosts: [new URL(sandbox.url).host], userAgent: 'test' }),
  );
  const permissions = connector.capabilitiesOf('service_account').flatMap((one) => one.permissions);
  sandbox.control.addSignIn({ ...SIGN_IN, permissions });
  if (fault) sandbox.control.addFault(fault);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const context = { http, clock, log, signal: AbortSignal.timeout(25_000) };
  const session = await connector.openRemoteSession(context, createAccount(SIGN_IN));
  const items: SnapshotItem[] = [];
  const reading = session.readRoster({ timeZone: 'America/New_York', known: [] });
  for await (const item of reading.items) if (item.model !== 'seen') items.push(item);
  return { items, summary: reading.summary(), members: sandbox.control.state().members };
}

const closable = <T extends { close(): Promise<void> }>(part: T) =>
  Object.assign(part, { [Symbol.asyncDispose]: () => part.close() });
const peopleOf = (items: readonly SnapshotItem[]): EmployeeItem[] =>
  items.filter((item) => item.model === 'employee');
const employmentsOf = (items: readonly SnapshotItem[]): EmploymentItem[] =>
  items.filter((item) => item.model === 'employment');
const fingerprints = (items: readonly SnapshotItem[]): string[] =>
  items.map((item) => `${item.model} ${canonicalJson(item.fields)}`).toSorted();

test('reads each person as the company has them', async () => {
  const { items, members, summary } = await readCompany();
  const midnight = (date: string | null) => date && `${date}T00:00:00Z`;
  const phoneOf = ({ cellPhone, country }: (typeof members)[number]) => {
    const home = (toCountryCode(country) ?? 'US') as CountryCode;
    return cellPhone === null ? null : parsePhoneNumberFromString(cellPhone, home)?.number;
  };
  expect(
    peopleOf(items).map(({ fields }) => [
      fields.employee_number,
      fields.first_name,
      fields.last_name,
      fields.mobile_phone_number,
      fields.gender,
      fields.date_of_birth,
      fields.start_date,
      fields.termination_date,
      fields.employment_status,
    ]),
  ).toEqual(
    members.map((member) => [
      member.workId,
      member.firstName,
      member.lastName.replace(/^\([^)]*\) /, ''),
      phoneOf(member),
      member.gender && GENDERS[member.gender],
      midnight(member.dateOfBirth),
      midnight(member.startDate),
      midnight(member.terminationDate),
      STATUSES[member.status],
    ]),
  );
  expect(summary.unknownWords).toEqual([]);
});

test('gives everybody an employment, by the history or else by the census', async () => {
  const { items, members } = await readCompany();
  const expected = members.flatMap((member) =>
    member.history.length > 0
      ? member.history.map((entry) => [entry.jobTitle, entry.effectiveDate])
      : [[member.jobTitle, member.startDate]],
  );
  const read = employmentsOf(items).map((item) => [item.fields.job_title, item.effectiveDate]);
  expect(read.toSorted()).toEqual(expected.toSorted());
});

test.each<FaultInput>([
  { fault: 'bom' },
  { fault: 'reordered_columns' },
  { fault: 'renamed_column', from: 'Cell Phone', to: 'Mobile' },
])('gives equal fingerprints with %j', async (fault) => {
  const plain = await readCompany();
  const other = await readCompany(fault);
  expect(fingerprints(other.items)).toEqual(fingerprints(plain.items));
});

test('tells the names of unknown and of missing columns', async () => {
  const { summary } = await readCompany({ fault: 'renamed_column', from: 'Cell Phone', to: 'Pocket Line' });
  const [census] = summary.reports;
  expect(census).toMatchObject({ report: 'employee_census' });
  expect(census?.unknownColumns).toContain('Pocket Line');
  expect(census?.missingColumns).toContain('Cell Phone');
});
