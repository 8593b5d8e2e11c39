import { describe, expect, it } from 'vitest';
import { createContext } from '../../../../test/support/justworks/employer-script.ts';
import {
  createScriptedSite,
  ORIGIN,
  page,
  redirect,
  type ScriptedAnswer,
} from '../../../../test/support/justworks/scripted-site.ts';
import { acceptInvitation, readInvitation } from './accept-invitation.ts';
import { createSite } from './site.ts';

const site = createSite({});
const LINK = `${ORIGIN}/invitations/Zk39aQ7xWb`;
const PAGE = '/invitations/Zk39aQ7xWb';
const choice = { userName: 'service@muster.example', password: 'correct horse battery' };

function invitation(status: string, extraFields = '', httpStatus = 200): ScriptedAnswer {
  const form = `<form><input type="hidden" name="authenticity_token" value="t"><input name="username" required>
    <input name="password" required><input name="password_confirmation" required>
    <input type="radio" name="has_existing_account" value="no">${extraFields}</form>`;
  return {
    ...page({ invitation: { status, company_name: 'Acme' } }, status === 'open' ? form : ''),
    status: httpStatus,
  };
}

describe('readInvitation', () => {
  it.each([
    [invitation('open'), { state: 'open', companyName: 'Acme' }],
    [invitation('accepted'), { state: 'used' }],
    [invitation('expired', '', 410), { state: 'expired' }],
    [{ ...page({}), status: 404 }, { state: 'expired' }],
  ])('reads its state', async (answer, state) => {
    const http = createScriptedSite().on(`GET ${PAGE}`, answer);
    expect(await readInvitation(site, createContext(http), LINK)).toEqual(state);
    expect(http.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('follows the source to its other host and nowhere else', async () => {
    const http = createScriptedSite().on(
      `GET ${PAGE}`,
      redirect(`https://payroll.justworks.com${PAGE}`),
      invitation('open'),
    );
    expect(await readInvitation(site, createContext(http), LINK)).toMatchObject({ state: 'open' });
    http.on(`GET ${PAGE}`, redirect(`https://evil.example${PAGE}`));
    await expect(readInvitation(site, createContext(http), LINK)).rejects.toMatchObject({
      code: 'unexpected_page',
    });
    http.on(`GET ${PAGE}`, redirect(PAGE));
    await expect(readInvitation(site, createContext(http), LINK)).rejects.toMatchObject({
      code: 'unexpected_page',
    });
    expect(http.requests.some(({ url }) => url.hostname === 'evil.example')).toBe(false);
  });

  it('visits no link that is not one of ours', async () => {
    const http = createScriptedSite();
    const link = `https://secure.justworks.com@evil.example${PAGE}`;
    await expect(readInvitation(site, createContext(http), link)).rejects.toMatchObject({
      code: 'unexpected_page',
    });
    expect(http.requests).toEqual([]);
  });
});

describe('acceptInvitation', () => {
  it('sets user name and password', async () => {
    const http = createScriptedSite()
      .on(`GET ${PAGE}`, invitation('open'))
      .on(`POST ${PAGE}`, redirect('/tfa'));
    await acceptInvitation(site, createContext(http), LINK, choice);
    expect(http.requests.at(-1)).toMatchObject({
      headers: { 'x-csrf-token': 'token-1' },
      form: {
        authenticity_token: 't',
        username: choice.userName,
        password: choice.password,
        password_confirmation: choice.password,
        has_existing_account: 'no',
      },
    });
  });

  it.each([
    ['was used', invitation('accepted'), redirect('/tfa'), 'invitation_used', 0],
    ['has expired', invitation('expired', '', 410), redirect('/tfa'), 'invitation_expired', 0],
    ['is used in the same moment', invitation('open'), invitation('accepted', '', 409), 'invitation_used', 1],
    [
      'wants another password',
      invitation('open'),
      { ...invitation('open'), status: 422 },
      'unexpected_page',
      1,
    ],
    [
      'wants a consent',
      invitation('open', '<input type="checkbox" name="terms" required>'),
      redirect('/tfa'),
      'invitation_demands_person',
      0,
    ],
    ['shows no form', page({ invitation: { status: 'open' } }), redirect('/tfa'), 'unexpected_page', 0],
    ['has an unknown status', invitation('paused'), redirect('/tfa'), 'unexpected_page', 0],
  ])('stops when it %s', async (_name, shown, answer, code, posts) => {
    const http = createScriptedSite().on(`GET ${PAGE}`, shown).on(`POST ${PAGE}`, answer);
    await expect(acceptInvitation(site, createContext(http), LINK, choice)).rejects.toMatchObject({ code });
    expect(http.count(`POST ${PAGE}`)).toBe(posts);
  });
});

describe('acceptInvitation where the page lists its fields', () => {
  const listed = (fields: { name: string; required: boolean }[], status = 200): ScriptedAnswer => {
    const shown = invitation('open');
    const body = (shown.body as string).replace(
      '"status":"open"',
      `"fields":${JSON.stringify(fields)},"status":"open"`,
    );
    return { ...shown, body, status };
  };
  const BASE = [
    { name: 'has_existing_account', required: true },
    { name: 'password', required: true },
    { name: 'password_confirmation', required: true },
    { name: 'username', required: false },
  ];

  it.each([
    [
      'has a place for one',
      { name: 'personal_email', required: false },
      createSite({}),
      'service+personal@muster.example',
    ],
    [
      'demands one',
      { name: 'personal_email', required: true },
      createSite({}),
      'service+personal@muster.example',
    ],
    [
      'demands one and a setting says which',
      { name: 'personal_email', required: true },
      createSite({ acceptance: { personalEmail: '{local}@home.example' } }),
      'service@home.example',
    ],
  ])('gives a personal address of ours when it %s', async (_name, field, described, expected) => {
    const http = createScriptedSite()
      .on(`GET ${PAGE}`, listed([...BASE, field]))
      .on(`POST ${PAGE}`, redirect('/tfa'));
    await acceptInvitation(described, createContext(http), LINK, choice);
    expect(http.requests.at(-1)?.form).toMatchObject({
      personal_email: expected,
      has_existing_account: 'no',
    });
  });

  it('gives none where none is asked', async () => {
    const http = createScriptedSite().on(`GET ${PAGE}`, listed(BASE)).on(`POST ${PAGE}`, redirect('/tfa'));
    await acceptInvitation(site, createContext(http), LINK, choice);
    expect(http.requests.at(-1)?.form).not.toHaveProperty('personal_email');
  });

  it('names what only a person can answer, and sends nothing', async () => {
    const demands = ['phone', 'tax_id', 'date_of_birth', '<b>x</b>'].map((name) => ({
      name,
      required: true,
    }));
    const http = createScriptedSite()
      .on(`GET ${PAGE}`, listed([...BASE, ...demands]))
      .on(`POST ${PAGE}`, redirect('/tfa'));
    await expect(acceptInvitation(site, createContext(http), LINK, choice)).rejects.toMatchObject({
      code: 'invitation_demands_person',
      message:
        'The form demands answers that only a person can give: a field of another name, date_of_birth, phone, tax_id.',
    });
    expect(http.count(`POST ${PAGE}`)).toBe(0);
  });

  it('names what the answer demands on top', async () => {
    const http = createScriptedSite()
      .on(`GET ${PAGE}`, listed(BASE))
      .on(`POST ${PAGE}`, listed([...BASE, { name: 'phone', required: true }], 422));
    await expect(acceptInvitation(site, createContext(http), LINK, choice)).rejects.toMatchObject({
      code: 'invitation_demands_person',
      message: 'The form demands answers that only a person can give: phone.',
    });
  });
});
