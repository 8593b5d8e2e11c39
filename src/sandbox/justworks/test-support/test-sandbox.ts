import { TOTP } from 'otpauth';
import { startMailbox, type Mailbox } from '../../mailbox/index.ts';
import { REPORT_PERMISSIONS, SETTINGS_PERMISSION } from '../access/permissions.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../index.ts';
import { hydration, SiteClient, type Answer } from './site-client.ts';

/** A clock that stands still until a test moves it. */
class TestClock {
  private instant = Date.parse('2026-03-10T15:00:00Z');
  now = (): Date => new Date(this.instant);
  advance(ms: number): void {
    this.instant += ms;
  }
}

export interface TestSandbox extends AsyncDisposable {
  sandbox: Sandbox;
  mailbox: Mailbox;
  clock: TestClock;
  client: SiteClient;
}

export const ALL_NEEDED = [SETTINGS_PERMISSION, ...REPORT_PERMISSIONS];
export const PASSWORD = 'correct horse battery';
export const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export async function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const mailbox = await startMailbox({ host: '127.0.0.1', port: 0 });
  const clock = new TestClock();
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    smtpTarget: mailbox,
    seed: 'test',
    clock,
    ...options,
  });
  const dispose = async () => {
    await sandbox.close();
    await mailbox.close();
  };
  return { sandbox, mailbox, clock, client: new SiteClient(sandbox.url), [Symbol.asyncDispose]: dispose };
}

export function codeAt(now: Date, secret = SECRET): string {
  return new TOTP({ secret }).generate({ timestamp: now.getTime() });
}

/** Adds a sign-in with these permissions and walks through sign-in and challenge. */
export async function signIn(
  { sandbox, client, clock }: TestSandbox,
  permissions: readonly string[] = ALL_NEEDED,
): Promise<string> {
  const { id } = sandbox.control.addSignIn({
    userName: 'robot',
    password: PASSWORD,
    authenticatorSecret: SECRET,
    permissions,
  });
  await client.post('/login', { username: 'robot', password: PASSWORD });
  await submitCode(client, codeAt(clock.now()));
  return id;
}

export async function submitCode(client: SiteClient, code: string, key?: string): Promise<Answer> {
  const form = { method: 'app', auth_code: code, remember_this_device: 'false', ...(key && { key }) };
  return client.post('/tfa', form, '/tfa');
}

/** Asks for the report and looks at its page until the link is there. */
export async function readyLink(client: SiteClient, type: string): Promise<string> {
  const asked = await client.post('/reports/request', { report_type: type }, '/dashboard');
  await client.get(asked.location!);
  const page = await client.get(asked.location!);
  return (hydration(page, 'report') as { download_url: string }).download_url;
}

export async function download(client: SiteClient, type = 'employee_census'): Promise<Answer> {
  return client.get(await readyLink(client, type));
}
