import { createHmac } from 'node:crypto';
import { createApiKey } from '../../src/auth/index.ts';
import { createToken, hashToken } from '../../src/crypto/token-hash.ts';
import { createLinkedAccount } from '../integration/http/harness.ts';
import type { Call } from './calls.ts';
import { bodySchemaOf, exampleBodyOf, type DocumentedOperation } from './operations.ts';
import { openEmployerPage, WEBHOOK_SECRET, type Account, type World } from './world.ts';

/** A call that must succeed, and who makes it. */
export interface SoundCall {
  call: Call;
  who: Account;
}

/** Makes names unlike each other. */
let sessions = 0;

type Prepare = (world: World) => Promise<Partial<SoundCall>> | Partial<SoundCall>;

/** What the operation is called with: the document's own example, after what it needs was put there. */
export async function toSoundCall(world: World, operation: DocumentedOperation): Promise<SoundCall> {
  const prepared = (await PREPARATIONS[operation.operationId]?.(world)) ?? {};
  const body = bodySchemaOf(operation) ? { body: exampleBodyOf(operation) } : {};
  return { who: prepared.who ?? world.own, call: { ...body, ...prepared.call } };
}

/** What must have happened before is more than a row or two: the test named beside looks at the answer. */
export const SEEN_ELSEWHERE: Record<string, string> = {
  'link-session_admin-link-mail': 'test/integration/http/link-waiting.test.ts',
  'link-session_check': 'test/integration/http/linking.test.ts',
  'link-session_events': 'test/integration/http/link-waiting.test.ts',
  'link-session_replace-service-account': 'test/integration/http/link-waiting.test.ts',
  passthrough_create: 'test/integration/http/passthrough.test.ts',
  'async-passthrough_create': 'test/integration/http/passthrough.test.ts',
  'async-passthrough_retrieve': 'test/integration/http/passthrough.test.ts',
};

/** Models that the source does not give: no id of theirs is known, so there is no good answer to look at. */
export const NEVER_FOUND = [
  'bank-info_retrieve',
  'benefits_retrieve',
  'dependents_retrieve',
  'employer-benefits_retrieve',
  'timesheet-entries_retrieve',
];

/** An account that may be spoilt. */
const spareAccount: Prepare = async (world) => {
  sessions += 1;
  const { harness, own } = world;
  const spare = await createLinkedAccount(harness.context, own.organizationId, `spare-${sessions}`);
  const ids = { ...own.ids, linked_accounts: [spare.linkedAccountId] };
  return { who: { ...own, ...spare, ids } };
};

/** The page of an account that may be spoilt. */
const sparePage: Prepare = async (world) => {
  const { who } = await spareAccount(world);
  return { who: { ...who!, employerToken: await openEmployerPage(world.harness, who!) } };
};

const erasurePage: Prepare = async (world) => {
  const { who } = await sparePage(world);
  const body = { company_name: `Employer of spare-${sessions}` };
  return { who: who!, call: { body } };
};

const erasedPage: Prepare = async (world) => {
  const { who, call } = await erasurePage(world);
  await world.harness.send({
    method: 'POST',
    url: '/employer/api/erase',
    headers: { authorization: `Bearer ${who!.employerToken}` },
    payload: call!.body as object,
  });
  return { who: who! };
};

const publicToken: Prepare = async (world) => {
  const token = createToken('live', 'pub');
  const { who } = await spareAccount(world);
  await world.addRow('link_sessions', who!, {
    public_token_hash: hashToken(token),
    public_token_expires_at: '2099-01-01T00:00:00Z',
  });
  return { call: { path: { public_token: token } } };
};

/** A link session that stands in this state. */
const session =
  (state: string, method: string, values: Record<string, unknown> = {}): Prepare =>
  async (world) => {
    const { harness, own } = world;
    sessions += 1;
    const origin = `session-${sessions}`;
    const answer = await harness.send({
      method: 'POST',
      url: '/api/hris/v1/link-token',
      headers: { authorization: `Bearer ${own.key}` },
      payload: { end_user_origin_id: origin, categories: ['hris'], connection_method: method },
    });
    const set = { state, consented_at: '2026-11-01T00:00:00Z', ...values };
    const names = Object.keys(set).map((name, index) => `${name} = $${index + 2}`);
    await harness.database.pool.query(
      `update link_sessions set ${names.join(', ')} where linked_account_id =
         (select id from linked_accounts where end_user_origin_id = $1)`,
      [origin, ...Object.values(set)],
    );
    return { who: { ...own, linkToken: answer.json.link_token } };
  };

const row =
  (table: string, values: Record<string, unknown> = {}, call: Call = {}): Prepare =>
  async (world) => {
    const id = await world.addRow(table, world.own, values);
    return { call, who: { ...world.own, ids: { ...world.own.ids, [table]: [id] } } };
  };

const heldRun =
  (values: Record<string, unknown> = {}): Prepare =>
  async (world) => {
    const { who } = await spareAccount(world);
    const id = await world.addRow('sync_runs', who!, { state: 'held', ...values });
    return { who: { ...who!, ids: { ...who!.ids, sync_runs: [id] } } };
  };

const apiKey: Prepare = async ({ harness, own }) => {
  sessions += 1;
  const { id } = await createApiKey(harness.context.db, {
    organizationId: own.organizationId,
    name: `spare ${sessions}`,
    environment: 'live',
  });
  return { who: { ...own, ids: { ...own.ids, api_keys: [id] } } };
};

const sourceEvent: Prepare = ({ harness }) => {
  const text = JSON.stringify({
    id: 'event-of-the-matrix',
    event_type: 'member.profile.updated',
    event_created_at: '2026-11-22T00:00:00Z',
    event_delivered_at: '2026-11-22T00:00:00Z',
    company_id: 'company-7',
    data: { member: { id: 'm1' } },
  });
  const timestamp = String(Math.floor(harness.clock.now().getTime() / 1000));
  const signature = createHmac('sha256', WEBHOOK_SECRET).update(`${timestamp}.${text}`).digest('hex');
  const headers = {
    'x-justworks-webhook-signature': signature,
    'x-justworks-webhook-signature-timestamp': timestamp,
  };
  return { call: { headers, raw: { type: 'application/json', text } } };
};

const patch = { reports: { employee_census: { columns: { work_email: ['Company Mailbox'] } } } };
const override: Prepare = () => ({ call: { body: { integration: 'justworks', patch, reason: 'Renamed.' } } });

const inboundMail: Prepare = async (world) => {
  await session('awaiting_invitation', 'service_account')(world);
  const { rows } = await world.harness.database.pool.query<{ local_part: string }>(
    `select local_part from service_emails join linked_accounts a on a.id = linked_account_id
      where a.end_user_origin_id = $1`,
    [`session-${sessions}`],
  );
  return {
    call: {
      query: { recipient: `${rows[0]!.local_part}@link.muster.test` },
      raw: { type: 'message/rfc822', text: 'From: a@b.example\r\nSubject: x\r\n\r\nx\r\n' },
    },
  };
};

/** A message that waits for a person, because its link leads to a place that is not known. */
const heldMessage: Prepare = async (world) => {
  const { harness, own } = world;
  const text = 'From: a@source.example\r\nSubject: x\r\n\r\nhttps://links.example/invitations/Zk39aQ7xWb\r\n';
  const sealed = await harness.context.vault.seal(
    harness.context.db,
    { linkedAccountId: own.linkedAccountId },
    'inbound_message',
    Buffer.from(text),
  );
  const shape = {
    fromDomain: 'source.example',
    kind: 'other',
    subjectShape: 'Aaa aaa',
    headerNames: ['from', 'subject'],
    links: [{ shape: 'https://links.example/invitations/*', host: 'links.example', isKnown: false }],
  };
  const values = { reason: 'link_refused', sealed_message: sealed, shape: JSON.stringify(shape) };
  return row('inbound_messages', values)(world);
};

const askingIssue: Prepare = (world) => {
  const question = { kind: 'maybe_same_person', row_key: 'cm93', record_ids: world.own.ids['employees'] };
  return row(
    'issues',
    { code: 'identity_ambiguous', subject: 'asks', question: JSON.stringify(question) },
    { body: { action: 'different' } },
  )(world);
};

/** A company that was met and waits for the admin's word. */
const foundCompany: Prepare = async (world) => {
  const company = { id: 'c1', name: 'One', people_count: 7, people_counted_in: 'roster' };
  const found_company = JSON.stringify(company);
  const { who } = await session('awaiting_confirmation', 'credentials', { found_company })(world);
  return { who: who!, call: { body: { company_id: 'c1' } } };
};

const PREPARATIONS: Record<string, Prepare> = {
  'account-token_retrieve': publicToken,
  'integrations_account-token_retrieve': publicToken,
  'integrations_account-token_create': publicToken,
  'account-token_regenerate': spareAccount,
  'delete-account_create': spareAccount,
  'native_linked-accounts_destroy': spareAccount,
  'native_linked-accounts_disconnect': spareAccount,
  'employer-links_end': spareAccount,
  'employer-page_sync': sparePage,
  'employer-page_pause': sparePage,
  'employer-page_resume': sparePage,
  'employer-page_disconnect': sparePage,
  'employer-page_erase': erasurePage,
  'employer-page_receipt': erasedPage,
  'api-keys_delete': apiKey,
  'api-keys_update': apiKey,
  'api-keys_rotate': apiKey,
  'regenerate-key_create': async (world) => {
    await apiKey(world);
    return { call: { body: { name: `spare ${sessions}` } } };
  },
  'connector-overrides_create': override,
  'inbound-mail_create': inboundMail,
  'source-webhooks_create': sourceEvent,
  'sync-runs_discard': heldRun(),
  // Released before: to say so again is the same answer.
  'sync-runs_release': heldRun({ released_at: '2026-11-20T11:00:00Z' }),
  employees_ignore_create: row('employees'),
  'field-mappings_partial_update': () => ({ call: { body: { remote_field_traversal_path: ['shirt'] } } }),
  'webhook-endpoints_replay': ({ harness }) => ({
    call: {
      body: { since: new Date(harness.clock.now().getTime() - 60_000).toISOString(), which: 'failed' },
    },
  }),
  'webhook-receivers_create': () => ({ call: { body: { event: 'Employee.changed', is_active: true } } }),
  organization_update: () => ({ call: { body: { name: 'Renamed' } } }),
  'api-keys_create': () => ({ call: { body: { name: 'one more', roles: ['read'], environment: 'live' } } }),
  native_issues_resolve: askingIssue,
  'held-messages_approve': heldMessage,
  'held-messages_discard': heldMessage,
  'webhook-endpoints_delete': row('webhook_endpoints'),
  'link-session_invitation-sent': session('awaiting_invitation', 'service_account'),
  'link-session_consent': session('awaiting_consent', 'service_account'),
  'link-session_method': session('awaiting_consent', 'service_account'),
  'link-session_credentials': session('awaiting_credentials', 'credentials'),
  'link-session_authorization': session('awaiting_authorization', 'oauth'),
  'link-session_public-token': session('linked', 'service_account'),
  // Of a session that went on already it is the same answer.
  'link-session_resume': session('awaiting_credentials', 'credentials'),
  'link-session_confirm-company': foundCompany,
  'link-session_decline-company': foundCompany,
  'link-session_company': async (world) => {
    const companies = JSON.stringify([{ id: 'c1', name: 'One' }]);
    const { who } = await session('awaiting_company', 'credentials', { company_choices: companies })(world);
    return { who: who!, call: { body: { company_id: 'c1' } } };
  },
};
