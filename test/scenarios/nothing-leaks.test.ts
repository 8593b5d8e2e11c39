import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { SEALED_FIELDS } from '../../src/accounts/index.ts';
import {
  exchangePublicToken,
  inviteServiceAccount,
  startLink,
  startWholeService,
  syncNow,
  type WholeService,
} from '../support/whole-service.ts';

interface Canary {
  what: string;
  text: string;
}

/** Every row of every table as text; sealed columns show as hexadecimal. */
async function dumpDatabase(service: WholeService): Promise<Map<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'graphile_worker')`.execute(service.context.db);
  const dump = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string | null }>`
      select string_agg(row_text::text, e'\n') as text from ${sql.raw(name)} as row_text`.execute(
      service.context.db,
    );
    dump.set(name, rows[0]!.text ?? '');
  }
  return dump;
}

/** The service account's own secrets, unsealed as the service itself does it. */
async function readSealedSecrets(service: WholeService, linkedAccountId: string): Promise<Canary[]> {
  const { db, vault } = service.context;
  const row = await db.selectFrom('service_accounts').selectAll().executeTakeFirstOrThrow();
  const unseal = async (field: string, sealed: Buffer): Promise<string> =>
    (await vault.unseal(db, { linkedAccountId }, field, sealed)).toString();
  return [
    { what: 'password', text: await unseal(SEALED_FIELDS.password, row.sealed_password!) },
    {
      what: 'authenticator secret',
      text: await unseal(SEALED_FIELDS.authenticatorSecret, row.sealed_authenticator_secret!),
    },
  ];
}

function personalTexts(service: WholeService): Canary[] {
  return service.sandbox.control.state().members.flatMap((member) =>
    [member.workEmail, member.personalEmail, member.lastName, member.street1, member.cellPhone]
      .filter((text): text is string => text !== null && text.length > 5)
      .map((text) => ({ what: 'personal data', text: text.toLowerCase() }))
      // Somebody of the company has the name of the organization.
      .filter((canary) => !'larkspur it'.includes(canary.text)),
  );
}

function expectNoneIn(where: string, haystack: string, canaries: Canary[]): void {
  const text = haystack.toLowerCase();
  const found = canaries.filter((canary) => text.includes(canary.text.toLowerCase()));
  expect(found.map((canary) => `${canary.what} in ${where}`)).toEqual([]);
}

// The tables that exist to hold people's data; everywhere else it has no business.
const PEOPLE_TABLES = new Set([
  'public.companies',
  'public.locations',
  'public.groups',
  'public.employees',
  'public.employments',
  'public.outbox_events',
  'public.sync_stage',
  'public.sync_stage_contents',
]);

it('keeps secrets and personal data out of logs, jobs, issues and every table that is not meant to hold them', async () => {
  const lines: string[] = [];
  await using service = await startWholeService({ onLogLine: (line) => lines.push(line) });
  const modal = await startLink(service);
  const thirdPartyId = await inviteServiceAccount(service, modal);
  // Jobs wait here: their payloads stand in the queue's table.
  const waiting = await dumpDatabase(service);
  await service.drain();
  const view = await modal.view();
  await service.admin.grantPermissions(
    thirdPartyId,
    view.permissions.flatMap((one) => one.permissions),
  );
  await modal.checkPermissions();
  await service.drain();
  const employer = await exchangePublicToken(service, modal, thirdPartyId);
  for (const fault of ['html_for_csv', 'encoding', 'duplicate_row', 'cut'] as const) {
    const [member] = service.sandbox.control.state().members;
    service.sandbox.control.addFault({
      fault,
      count: 2,
      ...(fault === 'encoding' ? { encoding: 'latin1' as const } : {}),
      ...(fault === 'duplicate_row' ? { workEmail: member!.workEmail! } : {}),
      ...(fault === 'cut' ? { bytes: 900 } : {}),
    });
    await syncNow(service, employer);
  }

  const secrets: Canary[] = [
    ...(await readSealedSecrets(service, employer.linkedAccountId)),
    { what: 'account token', text: employer.accountToken },
    { what: 'API key', text: service.apiKey },
    { what: 'webhook secret', text: service.webhookSecret },
  ];
  const people = personalTexts(service);
  expect(people.length).toBeGreaterThan(30);
  expect(lines.length).toBeGreaterThan(20);
  expectNoneIn('the log', lines.join('\n'), [...secrets, ...people]);
  for (const dump of [waiting, await dumpDatabase(service)]) {
    for (const [table, text] of dump) {
      expectNoneIn(table, text, PEOPLE_TABLES.has(table) ? secrets : [...secrets, ...people]);
    }
  }
});
