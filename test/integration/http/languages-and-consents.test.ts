import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  consentTo,
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Answer,
  type Harness,
  type Tenant,
} from './harness.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness();
  [tenant, stranger] = [await createTenant(harness), await createTenant(harness)];
});
afterAll(() => harness[Symbol.asyncDispose]());

const start = async (originId: string, wish: object = {}): Promise<string> => {
  const answer = await harness.send({
    method: 'POST',
    url: '/api/hris/v1/link-token',
    headers: tenant.headers,
    payload: {
      end_user_origin_id: originId,
      end_user_organization_name: 'Juniper & Vale',
      end_user_email_address: 'hr@juniper.example',
      categories: ['hris'],
      ...wish,
    },
  });
  expect(answer.status, answer.text).toBe(200);
  return answer.json.link_token as string;
};
const as = (token: string) => ({ authorization: `Bearer ${token}` });
const view = async (token: string): Promise<any> => {
  const answer = await harness.get('/link/api/session', as(token));
  expectDocumented(answer, 'GET', '/link/api/session');
  return answer.json;
};
const choose = (token: string, language: string): Promise<Answer> =>
  harness.send({
    method: 'POST',
    url: '/link/api/session/language',
    headers: as(token),
    payload: { language },
  });
const setDefault = (language: string | null) =>
  harness.send({
    method: 'PATCH',
    url: '/api/v1/organization',
    headers: tenant.headers,
    payload: { defaults: { language } },
  });
const accountOf = async (originId: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    select id from linked_accounts where end_user_origin_id = ${originId}
       and organization_id = ${tenant.organizationId}::uuid`.execute(harness.context.db);
  return rows[0]!.id;
};
const URL = '/api/v1/linked-accounts/{id}/consents';
const consentsOf = (accountId: string, who = tenant, query = '') =>
  harness.get(URL.replace('{id}', accountId) + query, who.headers);

describe('the language of a link session', () => {
  it('is the person’s choice, before the partner’s wish, before the organization’s default, before English', async () => {
    const plain = await start('plain');
    expect((await view(plain)).language).toBe('en');
    expectDocumented(await setDefault('de'), 'PATCH', '/api/v1/organization');
    expect((await view(plain)).language).toBe('de');
    expect((await view(await start('asked', { language: 'en' }))).language).toBe('en');

    const chosen = await choose(plain, 'en');
    expectDocumented(chosen, 'POST', '/link/api/session/language');
    expect(chosen.json.language).toBe('en');
    // The partner's next link token does not take the person's word back.
    expect((await view(await start('plain', { language: 'de' }))).language).toBe('en');
    await setDefault(null);
  });

  it('may be asked for anew by the partner as long as the person has chosen none', async () => {
    const token = await start('anew', { language: 'de' });
    expect((await view(await start('anew'))).language).toBe('de');
    await start('anew', { language: 'en' });
    expect((await view(token)).language).toBe('en');
  });

  it('is one that there is', async () => {
    const token = await start('known');
    expect((await choose(token, 'fr')).status).toBe(400);
    expect((await setDefault('fr')).status).toBe(400);
    expect((await choose('nobody', 'de')).status).toBe(401);
    expect((await view(token)).language).toBe('en');
  });

  it('is what the service itself speaks: permissions, problems and the consent', async () => {
    const token = await start('speaks', { language: 'de' });
    await sql`update link_sessions set last_error_code = 'invitation_expired'
               where linked_account_id = ${await accountOf('speaks')}::uuid`.execute(harness.context.db);
    const german = await view(token);
    expect(german.problem).toEqual({
      code: 'invitation_expired',
      message: 'Die Einladung ist abgelaufen.',
      fix: 'Senden Sie die Einladung auf der Seite des Dienstkontos in Justworks erneut.',
    });
    const [permission] = german.permissions;
    expect(permission.unlocks).toBe('Unternehmen, Standorte und Abteilungen');
    // What stands in the source's own menus is not translated.
    expect(permission.permissions).toEqual(['Edit company settings']);
    expect(permission.fix).toContain('Company > Permissions');
    expect(german.consent.title).toContain('möchte Ihre Personalliste in Justworks lesen');
    const english = (await choose(token, 'en')).json;
    expect(english.consent.agreement).not.toBe(german.consent.agreement);
    expect(english.problem.message).toBe('The invitation has expired.');
    // The partner's own engineers read English.
    const { json } = await harness.get('/api/v1/link-sessions', tenant.headers);
    const told = json.results.find((one: any) => one.end_user_origin_id === 'speaks');
    expect(told.last_error.message).toBe('The invitation has expired.');
  });
});

describe('a consent', () => {
  it('is kept word by word, with who gave it, when, in which language and for what', async () => {
    const token = await start('kept', {
      common_models: [{ model_id: 'hris.TimeOff', enabled_actions: [] }],
    });
    const { consent } = await view(token);
    const answer = await consentTo(harness, token, { person_name: '  Dana   Whitfield ' });
    expectDocumented(answer, 'POST', '/link/api/session/consent');
    expect(answer.json.consent).toBeNull();
    const listed = await consentsOf(await accountOf('kept'));
    expectDocumented(listed, 'GET', URL);
    expect(listed.json.results).toHaveLength(1);
    const [kept] = listed.json.results;
    expect(kept).toMatchObject({
      person: { name: 'Dana Whitfield', told_email: 'hr@juniper.example' },
      employer_name: 'Juniper & Vale',
      connection_method: 'service_account',
      language: 'en',
    });
    for (const text of [consent.title, consent.lead, consent.statement, ...sectionTexts(consent)]) {
      expect(kept.text.split('\n')).toContain(text);
    }
    expect(kept.text).toContain('then every 10 minutes, and whenever');
    expect(kept.text_sha256).toBe(createHash('sha256').update(kept.text).digest('hex'));
    expect(Buffer.from(kept.text_sha256, 'hex').toString('base64url')).toBe(consent.agreement);
    const models = kept.scopes.map(({ model_name }: { model_name: string }) => model_name);
    expect([models.includes('Employee'), models.includes('TimeOff')]).toEqual([true, false]);
  });

  it.each([
    ['no text', { agreement: undefined }, 400, '/agreement'],
    ['nobody', { person_name: undefined }, 400, '/person_name'],
    ['an empty name', { person_name: ' \t ' }, 400, '/person_name'],
    ['a no', { is_authorized: false }, 400, '/is_authorized'],
    ['no word on who may', { is_authorized: undefined }, 400, '/is_authorized'],
    ['another text', { agreement: 'of something else' }, 409, '/agreement'],
  ])('is refused with %s', async (_what, given, status, pointer) => {
    const token = await start('refused');
    const answer = await consentTo(harness, token, given);
    expect([answer.status, answer.json.errors[0].source.pointer]).toEqual([status, pointer]);
    expect((await view(token)).state).toBe('awaiting_consent');
    expect((await consentsOf(await accountOf('refused'))).json.results).toEqual([]);
  });

  it.each([
    ['the language', (token: string) => choose(token, 'de')],
    ['how often is read', () => changeAccount('shown', { sync_interval_seconds: 3600 })],
    ['whose people they are', () => changeAccount('shown', { end_user_organization_name: 'Another Inc' })],
    [
      'what is read',
      () => start('shown', { common_models: [{ model_id: 'hris.Team', enabled_actions: [] }] }),
    ],
  ])('is not given to a text that has changed since: %s', async (_what, change) => {
    const token = await start('shown');
    const { agreement } = (await view(token)).consent;
    await change(token);
    expectProblem(await consentTo(harness, token, { agreement }), 409, 'agreement_changed', '/agreement');
    expect((await view(token)).state).toBe('awaiting_consent');
  });

  it('counts once, however often it is pressed', async () => {
    const token = await start('twice');
    const answers = await Promise.all([consentTo(harness, token), consentTo(harness, token)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await consentsOf(await accountOf('twice'))).json.results).toHaveLength(1);
  });

  it('is shown to nobody else, and page by page', async () => {
    const account = await accountOf('kept');
    expectProblem(await consentsOf(account, stranger), 404, 'not_found');
    expectProblem(await consentsOf(randomUUID()), 404, 'not_found');
    const page = await consentsOf(account, tenant, '?page_size=1');
    expect([page.json.results.length, page.json.next]).toEqual([1, null]);
    expect((await consentsOf(account, tenant, '?cursor=junk')).status).toBe(400);
  });

  it('is never changed afterwards, and goes with the account', async () => {
    const account = await accountOf('kept');
    const { db } = harness.context;
    await expect(
      sql`update consents set text = 'I agree to everything.' where linked_account_id = ${account}::uuid`.execute(
        db,
      ),
    ).rejects.toThrow(/not changed/);
    const erased = await harness.send({
      method: 'DELETE',
      url: `/api/v1/linked-accounts/${account}`,
      headers: tenant.headers,
    });
    expect(erased.json.counts).toMatchObject({ consents: 1 });
    const { rows } = await sql`select from consents where linked_account_id = ${account}::uuid`.execute(db);
    expect(rows).toEqual([]);
  });
});

async function changeAccount(originId: string, change: Record<string, unknown>): Promise<void> {
  await harness.context.db
    .updateTable('linked_accounts')
    .set(change)
    .where('end_user_origin_id', '=', originId)
    .execute();
}

function sectionTexts(consent: any): string[] {
  return consent.sections.flatMap(({ title, text, emphasis, groups }: any) => [
    title,
    text,
    ...(emphasis === null ? [] : [emphasis]),
    ...groups.flatMap((group: { title: string; fields: string }) => [group.title, group.fields]),
  ]);
}
