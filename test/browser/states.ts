import type { Page } from 'playwright-core';
import type { ConnectionMethod } from '../../src/connectors/contract.ts';
import { describeProblem } from '../../src/linking/problems.ts';
import type { SessionView } from '../../src/linking/session-view.ts';
import { wordsOf } from '../../src/linking/words/index.ts';
import type { ScriptedLink } from './modal-server.ts';
import { permissionsIn, VIEWS, viewIn } from './session-views.ts';

/** Something that a person can see in the modal. */
export interface State {
  /** Of its picture too. */
  name: string;
  view: SessionView;
  /** The page is opened without a link. */
  hasNoLink?: boolean;
  /** From the first call on, every one is answered with this status. */
  failsWith?: number;
  /** What the person does, or what happens to them, once the page is open; in words of no language. */
  reach?: (page: Page, link: ScriptedLink) => Promise<void>;
}

const answerOnce = (page: Page, action: string, status: number): Promise<unknown> =>
  page.route(`**/session/${action}`, (route) => route.fulfill({ status }), { times: 1 });

/** The session's own states, as the service tells them. */
const SESSIONS: State[] = Object.entries(VIEWS).map(([name, view]) => ({ name, view }));

/** All that can come instead of the invitation. */
const MAIL: State = {
  name: 'guide-with-every-notice',
  view: viewIn('awaiting_invitation', {
    mail_notices: (
      [
        'not_authenticated',
        'unknown_link',
        'no_invitation',
        'already_accepted',
        'not_readable',
        'wrong_address',
      ] as const
    ).map((code) => ({ code, at: '2026-11-20T15:42:00Z' })),
  }),
};

const credentials = VIEWS.credentials!;

/** What a press or a break brings up in the page itself. */
const IN_THE_PAGE: State[] = [
  { name: 'no-link', view: VIEWS.guide!, hasNoLink: true },
  { name: 'link-refused', view: VIEWS.guide!, failsWith: 401 },
  {
    name: 'expired-under-hands',
    view: VIEWS.guide!,
    reach: async (page, link) => {
      link.failWith = 401;
      await page.locator('.ended').waitFor();
    },
  },
  {
    name: 'service-away',
    view: VIEWS.guide!,
    reach: async (page, link) => {
      link.failWith = 503;
      await page.locator('main > [role=status] .notice').waitFor();
    },
  },
  {
    name: 'consent-refused-by-the-service',
    view: VIEWS.consent!,
    reach: async (page) => {
      await answerOnce(page, 'consent', 500);
      await page.locator('#authority').check();
      await page.locator('#person_name').fill('Dana Whitfield');
      await page.locator('main form .button-primary').click();
      await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    },
  },
  {
    name: 'credentials-code-given',
    view: credentials,
    reach: (page) => page.locator('#authenticator_secret').fill('482913'),
  },
  ...([409, 422, 429] as const).map((status) => ({
    name: `credentials-answered-${status}`,
    view: credentials,
    reach: async (page: Page) => {
      for (const id of ['user_name', 'password', 'authenticator_secret'])
        await page.locator(`#${id}`).fill('x');
      await answerOnce(page, 'credentials', status);
      await page.locator('main form .button-primary').click();
      await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    },
  })),
  {
    name: 'authorize-waiting-window-blocked',
    view: VIEWS.authorize!,
    reach: async (page, link) => {
      link.authorizationUrl = 'https://secure.source.example/oauth/authorize?state=s';
      await page.evaluate(() => {
        window.open = () => null;
      });
      await page.locator('main .button-primary').first().click();
      await page.locator('main a[target=_blank]').waitFor();
    },
  },
  {
    name: 'admin-link-mailed',
    view: VIEWS.guide!,
    reach: async (page) => {
      await page.locator('details:has(#admin_name) > summary').click();
      await page.locator('#admin_name').fill('Ada Admin');
      await page.locator('#admin_email').fill('ada@acme.example');
      await page.locator('details:has(#admin_name) button[type=submit]').click();
      await page.locator('details:has(#admin_name) [role=status]').filter({ hasText: /\S/ }).waitFor();
    },
  },
  {
    name: 'linked-may-be-replaced',
    view: viewIn('linked', { permissions: permissionsIn('granted'), can_replace_service_account: true }),
  },
  {
    name: 'linked-and-done',
    view: VIEWS['linked-done']!,
    reach: async (page) => {
      await page.locator('main .button-primary').click();
      await page.locator('main p[role=status]').waitFor();
    },
  },
];

/** Every state and every dead end of the modal that looks like no other, each with a name of its own. */
export const STATES: readonly State[] = [...SESSIONS, MAIL, ...IN_THE_PAGE];

const METHODS: ConnectionMethod[] = ['service_account', 'credentials', 'oauth'];

/** Each problem that has words of its own, by the method for which it has them: they look alike. */
export const PROBLEM_STATES: readonly State[] = METHODS.flatMap((method) => {
  const { problems } = wordsOf('en');
  const codes = method === 'service_account' ? { ...problems.any, ...problems[method] } : problems[method];
  return Object.keys(codes).map((code) => ({
    name: `problem-${method}-${code}`,
    view: viewIn('failed', { method, problem: describeProblem(code, method, 'en') }),
  }));
});
