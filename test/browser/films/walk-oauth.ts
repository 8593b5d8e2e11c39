import type { TestSandbox } from '../../../src/sandbox/justworks/test-support/test-sandbox.ts';
import { startPartnerServer } from '../modal-server.ts';
import type { Stage } from './stage.ts';

const LAST_PAGE = `<!doctype html><html lang="en"><title>Connected</title>
  <body style="font:20px/1.5 system-ui,sans-serif;margin:0;padding:8rem 4rem;color:#1c2430;background:#fafaf7">
  <p>This window closes by itself.</p></body></html>`;

/** Sign-in, introduction, consent: the window that the connection page opens. */
export async function walkOAuth(stage: Stage, { sandbox }: TestSandbox): Promise<void> {
  const { page } = stage;
  await using connection = await startPartnerServer(LAST_PAGE);
  const [admin] = sandbox.control.employerAdmins();
  await page.goto(registerApp(sandbox, `${connection.origin}/callback`));
  await stage.say({
    en: 'Justworks opens in a window of its own. Sign in as an administrator.',
    de: 'Justworks öffnet sich in einem eigenen Fenster. Melden Sie sich als Administrator an.',
  });
  await stage.type(page.getByLabel('User name'), admin!.userName);
  await stage.type(page.getByLabel('Password'), admin!.password);
  await stage.press(page.getByRole('button', { name: 'Sign in' }));
  await stage.say({
    en: 'Justworks says who asks for access. Press Next.',
    de: 'Justworks sagt, wer um Zugriff bittet. Drücken Sie „Next“.',
  });
  await stage.press(page.getByRole('button', { name: 'Next' }));
  await stage.say({
    en: 'Read what will be read. Tick the box, where there is one, and press Authorize.',
    de: 'Lesen Sie, was gelesen wird. Haken Sie das Kästchen an, wenn es eines gibt, und drücken Sie „Authorize“.',
  });
  for (const scope of await page.getByRole('listitem').all()) {
    await stage.pointAt(scope);
    await stage.hold(0.8);
  }
  await stage.press(page.getByRole('checkbox'));
  await stage.press(page.getByRole('button', { name: 'Authorize' }));
  await stage.say({
    en: 'Go back to the connection page: it moves on by itself.',
    de: 'Zurück zur Verbindungsseite: Sie geht von selbst weiter.',
  });
  await stage.hold(5);
  await stage.finish();
}

/** Where an app asks for the consent. */
function registerApp({ control, url }: TestSandbox['sandbox'], callback: string): string {
  const scopes = ['company.detail:read', 'member.detail:read', 'member.employment:read', 'member.dob:read'];
  control.registerOAuthApp({
    clientId: 'northwind',
    clientSecret: 'only in this film',
    name: 'Northwind Rostering',
    redirectUris: [callback],
    scopes,
  });
  const query = { client_id: 'northwind', redirect_uri: callback, response_type: 'code', state: 'film' };
  return `${url}/oauth/authorize?${new URLSearchParams(query).toString()}`;
}
