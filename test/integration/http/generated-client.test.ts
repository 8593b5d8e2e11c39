import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildOpenApi } from '../../../src/http/openapi.ts';
import { createHarness, createTenant, type Harness, type Tenant } from './harness.ts';
import { insertRecord } from './records.ts';

const run = promisify(execFile);
const projectRoot = path.resolve(import.meta.dirname, '../../..');
const tsc = path.join(projectRoot, 'node_modules/typescript/bin/tsc');

let harness: Harness;
let tenant: Tenant;
let folder: string;
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  // Below the project, so that the program finds openapi-fetch where the project has it.
  const built = path.join(projectRoot, 'dist');
  await mkdir(built, { recursive: true });
  folder = await mkdtemp(path.join(built, 'generated-client-'));
  const types = await openapiTypescript((await buildOpenApi()) as never);
  await writeFile(path.join(folder, 'muster.d.ts'), astToString(types));
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(path.join(folder, 'roster.ts'), await programOfTheDocs());
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await harness[Symbol.asyncDispose]();
});

async function programOfTheDocs(): Promise<string> {
  const page = await readFile(path.join(projectRoot, 'docs/client.md'), 'utf8');
  return /```ts\n([^]*?)```/.exec(page)![1]!;
}

/** What the compiler complains of. */
async function check(file: string): Promise<string> {
  const options = ['--noEmit', '--strict', '--target', 'esnext', '--module', 'nodenext', '--types', 'node'];
  const args = [tsc, '--ignoreConfig', ...options, '--allowImportingTsExtensions', path.join(folder, file)];
  return await run('node', args, { cwd: folder }).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
}

it('type-checks the program of the docs, and refuses what the document does not have', async () => {
  expect(await check('roster.ts')).toBe('');
  const wrong = (await programOfTheDocs())
    .replace("employment_status: 'ACTIVE'", "employment_status: 'AWAKE'")
    .replace('employee.first_name', 'employee.firstName')
    .replace("end_user_origin_id: 'customer-42', ", '')
    .replace("GET('/api/hris/v1/employees/{id}'", "GET('/api/hris/v1/people/{id}'");
  await writeFile(path.join(folder, 'wrong.ts'), wrong);
  const complaints = await check('wrong.ts');
  for (const word of ['AWAKE', 'firstName', 'end_user_origin_id', '/api/hris/v1/people/{id}']) {
    expect(complaints).toContain(word);
  }
}, 120_000);

it('runs the program of the docs against the service', async () => {
  const { linkedAccountId } = tenant;
  for (const name of ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve']) {
    await insertRecord(harness.context, 'employees', {
      linkedAccountId,
      body: { first_name: name, work_email: `${name}@harbor.example`, employment_status: 'ACTIVE' },
      columns: { employment_status: name === 'Dan' ? 'INACTIVE' : 'ACTIVE' },
    });
  }
  const url = await harness.app.listen({ host: '127.0.0.1', port: 0 });
  const { stdout } = await run('node', [path.join(folder, 'roster.ts')], {
    env: {
      ...process.env,
      MUSTER_URL: url,
      MUSTER_API_KEY: tenant.key,
      MUSTER_ACCOUNT_TOKEN: tenant.accountToken,
    },
  });
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { names: ['Ana', 'Ben', 'Cleo', 'Eve'] },
    { retrieved: 'Eve@harbor.example', status: expect.stringMatching(/^[A-Z_]+$/) },
    { isLinkTokenGiven: true },
    { status: 404, code: 'not_found' },
  ]);
});
