import { expect, test } from 'vitest';
import { hydration, SiteClient } from './test-support/site-client.ts';
import { download, readyLink, signIn, startTestSandbox } from './test-support/test-sandbox.ts';

const CENSUS_HEADER =
  'Work ID,First Name,Preferred Name,Last Name,Work Email,Personal Email,Cell Phone,Home Phone,Date of Birth,Gender,' +
  'Ethnicity,Street Address 1,Street Address 2,City,State,Postal Code,Country,Job Title,Department,Office,Manager,' +
  'Manager Email,Member Type,Start Date,Termination Date,Status';
const HISTORY_HEADER =
  'Work ID,First Name,Last Name,Work Email,Effective Date,Job Title,Department,Office,Manager,Member Type,Pay Type,' +
  'Pay Rate,Pay Frequency,FLSA Status,Reason';

test('a report is generated on its page and downloaded by a signed link', async () => {
  await using site = await startTestSandbox();
  const { client } = site;
  await signIn(site);
  const asked = await client.post('/reports/request', { report_type: 'employee_census' }, '/dashboard');
  expect([asked.status, asked.location]).toEqual([302, expect.stringMatching(/^\/reports\/[0-9a-f-]{36}$/)]);
  const waiting = await client.get(asked.location!);
  expect(waiting.body).toContain('Generating your report');
  expect(hydration(waiting, 'report')).toMatchObject({ status: 'pending', download_url: null });
  const ready = await client.get(asked.location!);
  expect(ready.body).toContain('Report successfully generated');
  expect(ready.body).not.toContain('Generating your report');
  const { download_url: url } = hydration(ready, 'report') as { download_url: string };
  expect(ready.body).toContain(`<a href="${url.replace('&', '&amp;')}">Download Report</a>`);

  const file = await new SiteClient(site.sandbox.url).get(url);
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(file.headers.get('content-disposition')).toBe(
    'attachment; filename="Justworks - Juniper & Vale Goods Census Report 03_10_2026.csv"',
  );
  const lines = file.body.split('\n');
  expect(lines[0]).toBe(CENSUS_HEADER);
  expect(lines.at(-1)).toBe('');
  expect(lines).toHaveLength(26);
});

test('the link is good for 300 seconds and for nothing else', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const url = await readyLink(site.client, 'work_history');
  expect((await site.client.get(url.replace('work_history', 'employee_census'))).status).toBe(403);
  site.clock.advance(299_000);
  expect((await site.client.get(url)).body.split('\n')[0]).toBe(HISTORY_HEADER);
  site.clock.advance(1_000);
  const late = await site.client.get(url);
  expect([late.status, late.headers.get('content-type')]).toEqual([403, 'application/xml']);
});

test('a report may take its time', async () => {
  await using site = await startTestSandbox({ reportReadyAfter: { ms: 60_000 } });
  await signIn(site);
  const asked = await site.client.post('/reports/request', { report_type: 'work_history' }, '/dashboard');
  const status = async () =>
    (hydration(await site.client.get(asked.location!), 'report') as { status: string }).status;
  expect([await status(), await status(), await status()]).toEqual(['pending', 'pending', 'pending']);
  site.clock.advance(60_000);
  expect(await status()).toBe('ready');
});

test('the same seed makes the same bytes, another seed others', async () => {
  const read = async (seed: string) => {
    await using site = await startTestSandbox({ seed, companySize: 60 });
    await signIn(site);
    return [(await download(site.client)).body, (await download(site.client, 'work_history')).body];
  };
  const [first, second, other] = await Promise.all([read('a'), read('a'), read('b')]);
  expect(second).toEqual(first);
  expect(first[1]).toContain(',Promotion\n');
  expect(other[0]).not.toBe(first[0]);
  expect(other[1]).not.toBe(first[1]);
});

test('the company has the odd cases that a reader must stand', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const census = (await download(site.client)).body;
  expect(census).toContain(',(Contractor) Smith,');
  expect(census).toContain('"7 Linden Row, ""The Old Mill""","Unit B, Rear"');
  expect(census).toContain(',Margaret,Peggy,');
  const { members } = site.sandbox.control.state();
  const count = (status: string) => members.filter((member) => member.status === status).length;
  expect([count('Pending'), count('Terminated'), members.length]).toEqual([1, 1, 24]);
  expect(members.filter(({ workEmail }) => workEmail === null)).toHaveLength(1);
  expect(members.filter(({ workId }) => workId === null)).toHaveLength(1);
  expect(new Set(members.map(({ memberType }) => memberType)).size).toBe(6);
  expect(members.some(({ lastName }) => /[^\u0000-\u007f]/.test(lastName))).toBe(true);
  expect(members.every((member) => member.history.at(-1)!.payRate === member.payRate)).toBe(true);
  const phones = members.flatMap(({ cellPhone }) => cellPhone ?? []);
  expect(phones.every((phone) => /555-01\d\d$|7946 01\d\d$/.test(phone))).toBe(true);
  expect(new Set(phones).size).toBe(phones.length);
});

test('given files are served byte for byte', async () => {
  const censusFile = Buffer.from('Work ID,First Name\n1,Zo\u00eb\n');
  const workHistoryFile = Buffer.from([0, 255, 10]);
  await using site = await startTestSandbox({ censusFile, workHistoryFile });
  await signIn(site);
  expect((await download(site.client)).bytes).toEqual(censusFile);
  expect((await download(site.client, 'work_history')).bytes).toEqual(workHistoryFile);
});
