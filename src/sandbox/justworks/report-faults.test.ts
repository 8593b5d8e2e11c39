import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { FaultInput } from './index.ts';
import { download, readyLink, signIn, startTestSandbox } from './test-support/test-sandbox.ts';

async function plainAndDistorted(...faults: FaultInput[]) {
  await using site = await startTestSandbox();
  await signIn(site);
  const plain = await download(site.client);
  for (const fault of faults) site.sandbox.control.addFault({ count: 1, ...fault });
  return { plain, distorted: await download(site.client), after: await download(site.client) };
}

const header = (csv: string): string[] => csv.split('\n')[0]!.split(',');

test('an empty report has no byte, a header-only one has one line', async () => {
  const empty = await plainAndDistorted({ fault: 'empty_report' });
  expect([empty.distorted.status, empty.distorted.bytes.length]).toEqual([200, 0]);
  expect(empty.after.body).toBe(empty.plain.body);
  const { plain, distorted } = await plainAndDistorted({ fault: 'header_only_report' });
  expect(distorted.body).toBe(`${plain.body.split('\n')[0]}\n`);
});

test('an HTML page comes instead, also under the name of CSV', async () => {
  const { distorted } = await plainAndDistorted({ fault: 'html_for_csv' });
  expect(distorted.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(distorted.body).toContain('<!doctype html>');
  const named = await plainAndDistorted({ fault: 'html_for_csv', contentType: 'text/csv; charset=utf-8' });
  expect(named.distorted.headers.get('content-type')).toContain('text/csv');
  expect(named.distorted.body).toContain('<!doctype html>');
});

test('a cut body breaks the connection, or looks complete', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const url = await readyLink(site.client, 'employee_census');
  const whole = (await site.client.get(url)).bytes;
  site.sandbox.control.addFault({ fault: 'cut', bytes: 1_000, honestLength: true, count: 1 });
  const response = await fetch(url);
  expect(response.headers.get('content-length')).toBe(String(whole.length));
  const received: Buffer[] = [];
  const reading = (async () => {
    for await (const chunk of response.body!) received.push(Buffer.from(chunk));
  })();
  await expect(reading).rejects.toThrow('terminated');
  expect(Buffer.concat(received)).toEqual(whole.subarray(0, 1_000));

  site.sandbox.control.addFault({ fault: 'cut', bytes: 1_000, honestLength: false, count: 1 });
  const short = await site.client.get(url);
  expect(short.headers.get('content-length')).toBe('1000');
  expect(short.bytes).toEqual(whole.subarray(0, 1_000));
});

test('columns go, change their names, come and move', async () => {
  const missing = await plainAndDistorted({ fault: 'missing_column', column: 'Work Email' });
  expect(header(missing.distorted.body)).toEqual(
    header(missing.plain.body).filter((name) => name !== 'Work Email'),
  );

  const renamed = await plainAndDistorted({ fault: 'renamed_column', from: 'Status', to: 'Member Status' });
  expect(header(renamed.distorted.body).at(-1)).toBe('Member Status');

  const added = await plainAndDistorted({ fault: 'added_column', column: 'T-Shirt', value: 'M' });
  expect(header(added.distorted.body)).toEqual([...header(added.plain.body), 'T-Shirt']);
  expect(
    added.distorted.body
      .trimEnd()
      .split('\n')
      .slice(1)
      .every((line) => line.endsWith(',M')),
  ).toBe(true);

  const reordered = await plainAndDistorted({ fault: 'reordered_columns' });
  expect(header(reordered.distorted.body)).toEqual(header(reordered.plain.body).reverse());
  expect(reordered.distorted.body.split('\n')[1]!.startsWith('Active,')).toBe(true);
});

test('bytes come in another encoding or behind a mark', async () => {
  const wide = await plainAndDistorted({ fault: 'encoding', encoding: 'utf-16le' });
  expect(wide.distorted.bytes.toString('utf16le')).toBe(wide.plain.body);
  const latin = await plainAndDistorted({ fault: 'encoding', encoding: 'latin1' });
  expect(latin.distorted.bytes.includes(Buffer.from([0xe9]))).toBe(true);
  expect(latin.distorted.bytes.length).toBeLessThan(latin.plain.bytes.length);
  const marked = await plainAndDistorted({ fault: 'bom' });
  expect(marked.distorted.bytes).toEqual(
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), marked.plain.bytes]),
  );
});

test('a row stands twice, also with a difference, and rows are lost', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const { workEmail } = site.sandbox.control.state().members[3]!;
  const row = (await download(site.client)).body.split('\n')[4]!;
  site.sandbox.control.addFault({ fault: 'duplicate_row', workEmail: workEmail!, count: 1 });
  expect((await download(site.client)).body.split('\n').filter((line) => line === row)).toHaveLength(2);
  site.sandbox.control.addFault({
    fault: 'duplicate_row',
    workEmail: workEmail!,
    change: { 'Preferred Name': 'Somebody' },
    count: 1,
  });
  const changed = (await download(site.client)).body.trimEnd().split('\n').at(-1)!;
  expect(changed).toContain(',Somebody,');
  expect(changed.split(',')[0]).toBe(row.split(',')[0]);

  site.sandbox.control.addFault({ fault: 'missing_rows', ratio: 0.75, count: 1 });
  expect((await download(site.client)).body.trimEnd().split('\n')).toHaveLength(1 + 6);
});

test('all rows or the first ones stand twice, one after the other', async () => {
  const all = await plainAndDistorted({ fault: 'duplicate_rows' });
  const [head, ...rows] = all.plain.body.trimEnd().split('\n');
  expect(all.distorted.body).toBe([head, ...rows.flatMap((row) => [row, row]), ''].join('\n'));
  expect(all.after.body).toBe(all.plain.body);
  const some = await plainAndDistorted({ fault: 'duplicate_rows', ratio: 0.125 });
  const doubled = rows.flatMap((row, index) => (index < 3 ? [row, row] : [row]));
  expect(some.distorted.body).toBe([head, ...doubled, ''].join('\n'));
});

test('dates fall on the days when clocks change, or on the ends of years', async () => {
  const dst = await plainAndDistorted({ fault: 'edge_dates' });
  expect(columnOf(dst.distorted.body, 'Start Date').slice(0, 4)).toEqual([
    '03/08/2026',
    '03/07/2026',
    '03/09/2026',
    '11/01/2026',
  ]);
  expect(columnOf(dst.distorted.body, 'Work ID')).toEqual(columnOf(dst.plain.body, 'Work ID'));
  const yearEnd = await plainAndDistorted({
    fault: 'edge_dates',
    dates: 'year_end',
    column: 'Termination Date',
  });
  expect(new Set(columnOf(yearEnd.distorted.body, 'Termination Date'))).toContain('02/29/2024');
  expect(columnOf(yearEnd.distorted.body, 'Start Date')).toEqual(columnOf(yearEnd.plain.body, 'Start Date'));
});

test('contractors can be missing from both reports, and third parties can stand in the census', async () => {
  await using site = await startTestSandbox({ companySize: 40 });
  await signIn(site);
  const { control } = site.sandbox;
  for (const type of ['employee_census', 'work_history']) {
    const whole = (await download(site.client, type)).body;
    control.addFault({ fault: 'census_without_contractors', count: 1 });
    const types = columnOf((await download(site.client, type)).body, 'Member Type');
    expect(types).toEqual(columnOf(whole, 'Member Type').filter((one) => !one.startsWith('U.S. Contractor')));
    expect(types).toContain('International Contractor');
    expect(columnOf((await download(site.client, type)).body, 'Member Type')).not.toEqual(types);
  }
  control.addFault({ fault: 'third_party_rows', count: 1 });
  const types = columnOf((await download(site.client)).body, 'Member Type').slice(40);
  expect(types).toEqual(['Accountant or Accountant Firm', 'Vendor', 'Temp', '3rd Party Admin / Accountant']);
  expect(columnOf((await download(site.client)).body, 'Member Type')).toHaveLength(40);
});

test('a challenge or the sign-in page comes instead of the file, with status 200 too', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const { client, sandbox } = site;
  const url = await readyLink(client, 'employee_census');
  sandbox.control.addFault({ fault: 'challenge', path: '/report-files', status: 200, count: 1 });
  const challenge = await client.get(url);
  expect([challenge.status, challenge.headers.get('content-type')]).toEqual([
    200,
    'text/html; charset=utf-8',
  ]);
  expect(challenge.body).toContain('<div id="challenge">');
  expect((await client.get(url)).headers.get('content-type')).toBe('text/csv; charset=utf-8');

  sandbox.control.addFault({ fault: 'signed_out', path: '/report-files', answer: 'login_page', count: 1 });
  const page = await client.get(url);
  expect([page.status, page.body.includes('name="password"')]).toEqual([200, true]);
  expect((await client.get('/dashboard')).location).toBe('/login');
  // The link itself is signed: it goes on without a session.
  expect((await client.get(url)).headers.get('content-type')).toBe('text/csv; charset=utf-8');
  sandbox.control.addFault({ fault: 'signed_out', path: '/report-files' });
  for (let look = 0; look < 2; look += 1) expect((await client.get(url)).location).toBe('/login');
  sandbox.control.clearFaults();
  expect((await client.get(url)).status).toBe(200);
});

function columnOf(csv: string, name: string): string[] {
  return parse<Record<string, string>>(csv, { columns: true }).map((row) => row[name]!);
}
