import { expect, it } from 'vitest';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { listIssues, readFreshness, syncToTheEnd, type FaultWorld } from '../support/fault-world.ts';
import { linkEmployer, listAll, startWholeService } from '../support/whole-service.ts';

/** The twelve columns that are publicly known, and nothing else. */
const CENSUS = [
  'Work Email,First Name,Preferred Name,Last Name,Cell Phone,Home Phone,Date of Birth,Street Address 1,Street Address 2,City,State,Postal Code',
  'Ada@acme.example,Ada,Countess,Lovelace,(212) 555-0143,,12/10/1985,"1 Main Street, rear",Apt 2,New York,NY,10001',
  'bob@acme.example,Bob,,(Contractor) Stone,,(212) 555-0144,02/29/1988,,,,,',
  // A name alone is nobody for sure.
  ',Cleo,,Marsh,,,,,,Boston,MA,02108',
  '',
].join('\n');
/** Nothing is known of this report; so much is needed to tell whose line it is, and from when. */
const WORK_HISTORY = [
  'Work Email,First Name,Last Name,Effective Date,Job Title',
  'ada@acme.example,Ada,Lovelace,01/02/2020,Engineer',
  'bob@acme.example,Bob,(Contractor) Stone,03/01/2021,Writer',
  '',
].join('\n');

it('reads a census of the twelve columns that are publicly known, and leaves open what they do not say', async () => {
  await using service = await startWholeService({
    censusFile: Buffer.from(CENSUS),
    workHistoryFile: Buffer.from(WORK_HISTORY),
  });
  const world: FaultWorld = { service, employer: await linkEmployer(service) };
  const employees = await listAll(service, world.employer, 'employees');
  const byName = new Map(employees.map((one) => [one['first_name'], one]));
  expect([...byName.keys()].toSorted()).toEqual(['Ada', 'Bob']);
  expect(byName.get('Ada')).toMatchObject({
    last_name: 'Lovelace',
    preferred_name: 'Countess',
    work_email: 'ada@acme.example',
    mobile_phone_number: '+12125550143',
    date_of_birth: '1985-12-10T00:00:00Z',
    employee_number: null,
    gender: null,
    ethnicity: null,
    manager: null,
    groups: [],
    start_date: null,
    hire_date: null,
    termination_date: null,
    employment_status: null,
  });
  expect(byName.get('Bob')).toMatchObject({ last_name: 'Stone', date_of_birth: '1988-02-29T00:00:00Z' });
  const titles = (await listAll(service, world.employer, 'employments')).map((one) => one['job_title']);
  expect(titles.filter((title) => title !== null).toSorted()).toEqual(['Engineer', 'Writer']);
  const homes = (await listAll(service, world.employer, 'locations')).filter(
    (one) => one['street_1'] === '1 Main Street, rear',
  );
  expect(homes).toMatchObject([{ street_2: 'Apt 2', city: 'New York', state: 'NY', zip_code: '10001' }]);
  expect(await readFreshness(world)).toMatchObject({ status: 'PARTIALLY_SYNCED' });
  const issues = await listIssues(world, 'ONGOING');
  expect(issues).toMatchObject([
    { code: 'identity_ambiguous', error_details: [expect.stringMatching(/^unidentifiable: 1 rows/)] },
  ]);
  expect(issues[0]!.error_description).toMatch(/Make Work ID and work e-mail/);

  service.receiver.clear();
  await syncToTheEnd(world);
  expect(service.receiver.events.filter(({ type }) => !type.startsWith('sync.'))).toEqual([]);
  expectGoodManners(service.sandbox);
});

it('takes nobody twice who stands in a census without member types and on the page of contractors', async () => {
  await using service = await startWholeService();
  service.sandbox.control.addFault({
    fault: 'missing_column',
    column: 'Member Type',
    path: '/report-files/employee_census',
  });
  const world: FaultWorld = { service, employer: await linkEmployer(service) };
  const { members } = service.sandbox.control.state();
  const employees = await listAll(service, world.employer, 'employees');
  expect(employees).toHaveLength(members.length);
  expect(await listIssues(world, 'ONGOING')).toEqual([]);
});
