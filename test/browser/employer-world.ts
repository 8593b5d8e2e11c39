import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { newId } from '../../src/lib/ids.ts';
import { ensureModalIsBuilt } from '../../src/linking/modal-build.ts';
import { createHarness, createTenant, type Harness, type Tenant } from '../integration/http/harness.ts';
import { projectRoot } from './modal-server.ts';

/** By which our user of this employer was invited. */
export const serviceEmailOf = ({ linkedAccountId }: Tenant): string =>
  `${linkedAccountId.replaceAll('-', '')}@link.muster.test`;

/** The whole HTTP door as browsers reach it, with employers to look at. */
export interface EmployerWorld extends AsyncDisposable {
  harness: Harness;
  origin: string;
  /** Another employer each time: connected, read an hour ago, with one permission missing and two people without an address. */
  addEmployer(): Promise<Tenant>;
}

export async function createEmployerWorld(): Promise<EmployerWorld> {
  await ensureModalIsBuilt(projectRoot);
  const harness = await createHarness();
  await harness.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = harness.app.server.address() as AddressInfo;
  return {
    harness,
    origin: `http://127.0.0.1:${port}`,
    addEmployer: () => addEmployer(harness),
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}

/** Opens the page by a new link and waits for what it shows. */
export async function openEmployerPage(world: EmployerWorld, tenant: Tenant, page: Page): Promise<void> {
  const link = await world.harness.send({
    method: 'POST',
    url: `/api/v1/linked-accounts/${tenant.linkedAccountId}/employer-link`,
    headers: tenant.headers,
    payload: {},
  });
  const { search, hash } = new URL(link.json.url as string);
  await page.goto(`${world.origin}/employer${search}${hash}`);
  await page.locator('h1:not(.visually-hidden)').waitFor();
}

async function addEmployer(harness: Harness): Promise<Tenant> {
  const tenant = await createTenant(harness);
  const at = new Date(harness.clock.now().getTime() - 3_600_000);
  const { linkedAccountId, organizationId } = tenant;
  const add = (table: string, values: Record<string, unknown>) =>
    harness.context.db
      .insertInto(table as 'employees')
      .values({ linked_account_id: linkedAccountId, ...values } as never)
      .execute();
  await harness.context.db
    .updateTable('organizations')
    .set({ name: 'Northwind Rostering', support_contact: 'help@northwind.example', color: '#7a1fa2' })
    .where('id', '=', organizationId)
    .execute();
  await harness.context.db
    .updateTable('linked_accounts')
    .set({ remote_company_name: 'Lakeside Bakery Inc.', data_fresh_as_of: at, next_sync_at: new Date() })
    .where('id', '=', linkedAccountId)
    .execute();
  const runId = newId();
  await add('sync_runs', {
    id: runId,
    organization_id: organizationId,
    state: 'succeeded',
    trigger: 'schedule',
    is_initial: false,
    started_at: at,
    finished_at: at,
  });
  await add('service_emails', { local_part: serviceEmailOf(tenant).split('@')[0], created_at: at });
  for (const [capability, state] of [
    ['company_settings', 'missing'],
    ['employee_census', 'granted'],
    ['work_history', 'granted'],
  ]) {
    await add('permission_checks', { capability, state, checked_at: at });
  }
  await add('data_quality_counts', {
    check_name: 'missing_work_email',
    affected_count: 2,
    total_count: 3,
    affected_since: at,
    measured_at: at,
    sync_run_id: runId,
  });
  for (const [name, work_email] of [
    ['Ada Byron'],
    ['Grace Hopper'],
    ['Edsger Dijkstra', 'e@lakeside.example'],
  ]) {
    await add('employees', {
      id: newId(),
      source_key: newId(),
      fingerprint: Buffer.alloc(32),
      body: '{}',
      sequence: 1,
      created_at: at,
      modified_at: at,
      employment_status: 'ACTIVE',
      display_full_name: name,
      work_email: work_email ?? null,
    });
  }
  return tenant;
}
