import { expect, it } from 'vitest';
import {
  COMPANY,
  createAccount,
  createContext,
  createEmployerScript,
} from '../../../../test/support/justworks/employer-script.ts';
import { page, redirect, type ScriptedAnswer } from '../../../../test/support/justworks/scripted-site.ts';
import { createJustworksConnector } from '../index.ts';

const DIRECTORY = 'GET /directory';

/** What is counted where the directory answers so, and what is logged of it. */
async function count(answer?: ScriptedAnswer) {
  const logged: unknown[] = [];
  const warn = (fields: object, event: string) => void logged.push([event, fields]);
  const log = { debug() {}, info() {}, warn, error() {} };
  const http = createEmployerScript();
  if (answer) http.on(DIRECTORY, answer);
  const session = await createJustworksConnector({}).openRemoteSession(
    createContext(http, { log }),
    createAccount(),
  );
  const size = await session.countPeople!();
  return { size, logged, http };
}

const listing = (directory: unknown, body = '') => page({ currentCompany: COMPANY, directory }, body);

it('counts who is listed, each once, by one page and without a report', async () => {
  const { size, logged, http } = await count(
    listing([{ id: 'm1', name: 'Ada Lovelace' }, { id: 'm2' }, { id: 'm1' }]),
  );
  expect(size).toEqual({ people: 2, countedIn: 'directory' });
  expect(logged).toEqual([]);
  expect(http.count(DIRECTORY)).toBe(1);
  expect(http.requests.filter(({ url }) => url.pathname.startsWith('/reports'))).toEqual([]);
});

it.each([
  ['is closed to this account', { status: 403 }, 'permission_missing'],
  ['is not there', { status: 404 }, 'unexpected_page'],
  ['shows no list', page({ currentCompany: COMPANY }), 'unexpected_page'],
  ['shows something else as a list', listing([{ name: 'Ada Lovelace' }]), 'unexpected_page'],
  ['lists nobody, because a script fills it', listing([]), 'unexpected_page'],
  [
    'goes on on another page',
    listing([{ id: 'm1' }], '<a href="/directory?page=2">Next</a>'),
    'unexpected_page',
  ],
])('knows no size where the directory %s, and logs it without a name', async (_name, answer, code) => {
  const { size, logged } = await count(answer);
  expect(size).toBeNull();
  expect(logged).toMatchObject([['justworks.people_not_counted', { code }]]);
  expect(JSON.stringify(logged)).not.toContain('Ada');
});

it('takes a link to elsewhere for no further page', async () => {
  const { size } = await count(
    listing(
      [{ id: 'm1' }],
      '<a href="/directory">Directory</a><a href="/reports/request?report_type=x">R</a>',
    ),
  );
  expect(size).toMatchObject({ people: 1 });
});

it('leaves it to others to say what a session that ended, another company or a challenge mean', async () => {
  await expect(count(redirect('/login'))).rejects.toMatchObject({ code: 'signed_out' });
  const other = { ...COMPANY, id: 'company_2' };
  await expect(count(page({ currentCompany: other, directory: [{ id: 'm1' }] }))).rejects.toMatchObject({
    code: 'wrong_company',
  });
  await expect(count({ body: '<p>Checking your browser</p>' })).rejects.toMatchObject({
    code: 'challenge_page',
  });
});
