import type { Db } from '../../src/db/client.ts';
import { createApiKey, type ApiKeyRole } from '../../src/auth/index.ts';
import { newId } from '../../src/lib/ids.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  type Harness,
  type Tenant,
} from '../integration/http/harness.ts';
import { document } from './operations.ts';
import { readCatalog, type Column } from './catalog.ts';
import type { Owner } from './owner.ts';
import { fillRow } from './table-rows.ts';
import { isOwned } from './table-values.ts';

export interface Account extends Owner {
  key: string;
  accountToken: string;
  linkToken: string;
  /** Opens the employer's own page. */
  employerToken: string;
}

/** Two organizations with rows in every table. */
export interface World extends AsyncDisposable {
  harness: Harness;
  catalog: Map<string, Column[]>;
  /** Who calls. */
  own: Account;
  /** Another account of the same organization. */
  beside: Account;
  /** Of another organization. */
  foreign: Account;
  revokedKey: string;
  keyWithout: Record<ApiKeyRole, string>;
  /** Adds one more row for the account. Gives its id. */
  addRow(table: string, owner: Owner, values?: Record<string, unknown>): Promise<string>;
}

const ROWS_EACH = 2;
export const WEBHOOK_SECRET = 'shared-with-the-source';
const ROLES: ApiKeyRole[] = ['read', 'sensitive', 'operate', 'administer'];
/** Made by the harness and by calls; rows of these are not filled in. */
const MADE_ELSEWHERE = [
  'organizations',
  'api_keys',
  'linked_accounts',
  'organization_data_keys',
  'data_keys',
];

export async function createWorld(): Promise<World> {
  const harness = await createHarness({
    MUSTER_HTTP_MAX_BODY_BYTES: '16384',
    MUSTER_OVERRIDES_BY_API: 'true',
    MUSTER_JUSTWORKS_OAUTH_CLIENT_ID: 'client',
    MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET: 'client-secret',
    MUSTER_JUSTWORKS_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MUSTER_PUBLIC_URL: 'https://muster.example',
    MUSTER_INBOUND_MAIL_SECRET: 'inbound-mail-secret-of-the-tests',
  });
  const catalog = await readCatalog(harness.database.pool);
  const [first, second] = [await createTenant(harness), await createTenant(harness)];
  const own = await toAccount(harness, catalog, 'own', first);
  const another = await createLinkedAccount(harness.context, first.organizationId, 'employer-beside');
  const beside = await toAccount(harness, catalog, 'beside', { ...first, ...another });
  const foreign = await toAccount(harness, catalog, 'foreign', second);
  const addRow: World['addRow'] = (table, owner, values = {}) =>
    addOne(harness, catalog, table, owner, values);
  for (const owner of [own, beside, foreign]) await fillTables(harness, catalog, owner);
  return {
    harness,
    catalog,
    own,
    beside,
    foreign,
    revokedKey: await makeRevokedKey(harness.context.db, own.organizationId),
    keyWithout: await makeKeysWithout(harness.context.db, own.organizationId),
    addRow,
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}

async function toAccount(
  harness: Harness,
  catalog: Map<string, Column[]>,
  label: string,
  tenant: Tenant,
): Promise<Account> {
  await harness.database.pool.query(
    `update linked_accounts set end_user_organization_name = $2, end_user_email_address = $3 where id = $1`,
    [tenant.linkedAccountId, `canary-${label}-name`, `canary-${label}@employer.example`],
  );
  const linked = await harness.send({
    method: 'POST',
    url: '/api/hris/v1/link-token',
    headers: tenant.headers,
    payload: { end_user_origin_id: `canary-${label}-link`, categories: ['hris'] },
  });
  const ids = Object.fromEntries(
    [...catalog.keys()].map((table) => [table, Array.from({ length: ROWS_EACH }, newId)]),
  );
  return {
    label,
    organizationId: tenant.organizationId,
    linkedAccountId: tenant.linkedAccountId,
    ids: { ...ids, api_keys: [tenant.apiKeyId], linked_accounts: [tenant.linkedAccountId] },
    key: tenant.key,
    accountToken: tenant.accountToken,
    linkToken: linked.json.link_token,
    employerToken: await openEmployerPage(harness, tenant),
  };
}

/** By a new link: its token. */
export async function openEmployerPage(
  harness: Harness,
  { linkedAccountId, key }: Pick<Tenant, 'linkedAccountId' | 'key'>,
): Promise<string> {
  const { json } = await harness.send({
    method: 'POST',
    url: `/api/v1/linked-accounts/${linkedAccountId}/employer-link`,
    headers: { authorization: `Bearer ${key}` },
    payload: {},
  });
  return (json.url as string).split('#token=')[1]!;
}

async function fillTables(harness: Harness, catalog: Map<string, Column[]>, owner: Account): Promise<void> {
  const refusals: string[] = [];
  for (const [table, columns] of catalog) {
    if (MADE_ELSEWHERE.includes(table) || (!isOwned(table) && owner.label !== 'own')) continue;
    for (let turn = 0; turn < ROWS_EACH; turn += 1) {
      await insert(harness, columns, fillRow(columns, owner, turn, document)).catch((error: Error) => {
        if (turn === 0) refusals.push(`${table}: ${error.message}`);
      });
    }
  }
  if (refusals.length > 0) {
    throw new Error(`Tables without a row; name values in table-rows.ts:\n${refusals.join('\n')}`);
  }
}

async function addOne(
  harness: Harness,
  catalog: Map<string, Column[]>,
  table: string,
  owner: Owner,
  values: Record<string, unknown>,
): Promise<string> {
  const columns = catalog.get(table)!;
  const id = newId();
  const ids = { ...owner.ids, [table]: [id, id] };
  const row = fillRow(columns, { ...owner, ids }, 0, document);
  await insert(harness, columns, { ...row, ...values });
  return id;
}

// In this role foreign keys rest: the rows name each other and come in any order.
async function insert(harness: Harness, columns: Column[], row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_name, index) => `$${index + 1}`);
  const client = await harness.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      `insert into "${columns[0]!.table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${places.join(', ')})
       on conflict do nothing`,
      Object.values(row),
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function makeRevokedKey(db: Db, organizationId: string): Promise<string> {
  const { id, key } = await createApiKey(db, { organizationId, name: 'revoked', environment: 'live' });
  await db.updateTable('api_keys').set({ revoked_at: '2026-01-01T00:00:00Z' }).where('id', '=', id).execute();
  return key;
}

async function makeKeysWithout(db: Db, organizationId: string): Promise<Record<ApiKeyRole, string>> {
  const keys = ROLES.map(async (role) => {
    const roles = ROLES.filter((other) => other !== role);
    const { key } = await createApiKey(db, {
      organizationId,
      name: `without ${role}`,
      environment: 'live',
      roles,
    });
    return [role, key];
  });
  return Object.fromEntries(await Promise.all(keys)) as Record<ApiKeyRole, string>;
}
