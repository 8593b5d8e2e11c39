import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureModalIsBuilt } from '../../src/linking/modal-build.ts';
import { ALL_NEEDED } from '../../src/sandbox/justworks/test-support/test-sandbox.ts';
import { startApiService } from '../support/consent.ts';
import { makeRetriesReady } from '../support/drain-jobs.ts';
import type { WholeService } from '../support/whole-service.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { EmployerAdmin } from './employer-admin.ts';
import { DESKTOP, PHONE, unfoldAll } from './modal-page.ts';
import { projectRoot } from './modal-server.ts';

const DAY_MS = 86_400_000;
const KEY = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const PASSWORD = 'a password that ada made up';
const SIZES = [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const;

describe.skipIf(isChromiumMissing())(
  'the modal before the running service, with Justworks in the other window',
  () => {
    let browser: Browser;
    let service: WholeService;
    let employers = 0;
    beforeAll(async () => {
      [browser, service] = await Promise.all([
        launchChromium(),
        startApiService({ confirmsCompanies: false }),
        ensureModalIsBuilt(projectRoot),
      ]);
    });
    afterEach(() => {
      service.sandbox.control.clearFaults();
      // The next one-time code is another one.
      service.clock.advance(60_000);
    });
    afterAll(async () => {
      await browser.close();
      await service[Symbol.asyncDispose]();
    });

    const start = (method: string, size = DESKTOP): Promise<EmployerAdmin> =>
      EmployerAdmin.start(service, browser, { originId: `employer-${++employers}`, method, size });

    /** As far as the guide. */
    async function startGuide(size = DESKTOP): Promise<EmployerAdmin> {
      const admin = await start('service_account', size);
      await admin.agree();
      await admin.sees(/user in Justworks/);
      return admin;
    }

    async function startLogIn(size = DESKTOP): Promise<EmployerAdmin> {
      const admin = await start('credentials', size);
      await admin.agree();
      await admin.sees('Enter your Justworks log-in');
      return admin;
    }

    /** A log-in of the employer, with everything granted. */
    function addLogIn(): { userName: string; password: string; key: string } {
      const userName = `ada.${++employers}@employer.example`;
      service.sandbox.control.addSignIn({
        userName,
        password: PASSWORD,
        authenticatorSecret: KEY,
        permissions: ALL_NEEDED,
      });
      return { userName, password: PASSWORD, key: KEY.replaceAll(/.{4}/g, '$& ').trim().toLowerCase() };
    }

    describe.each(SIZES)('on %s', (_name, size) => {
      it('is walked with a service account, one permission forgotten', async () => {
        await using admin = await startGuide(size);
        await admin.fillForm();
        await admin.letServiceWork();
        await admin.sees(/can’t be read yet/);
        await admin.tickPermissions('Edit company settings');
        await admin.press('Check again');
        await admin.letServiceWork();
        await admin.sees('One thing can’t be read yet');
        await admin.source.getByLabel('Edit company settings', { exact: true }).check();
        await admin.pressInSource('Save permissions');
        await admin.press('Check again');
        await admin.letServiceWork();
        await admin.confirmAndSync();
        expect(admin.complaints).toEqual([]);
      });

      it('is walked with a log-in, mistyped once', async () => {
        await using admin = await startLogIn(size);
        const logIn = addLogIn();
        await admin.giveLogIn({ ...logIn, password: 'mistyped' });
        await admin.letServiceWork();
        await admin.modal.getByText('2 tries left').waitFor();
        await admin.giveLogIn(logIn);
        await admin.letServiceWork();
        await admin.confirmAndSync();
        expect(admin.complaints).toEqual([]);
      });

      it('is walked with a consent, declined once', async () => {
        await using admin = await start('oauth', size);
        await admin.agree();
        await decide(admin, 'Open Justworks', 'Cancel');
        await admin.modal.getByText('The connection was declined in Justworks.').waitFor();
        await decide(admin, /^Open Justworks/, 'Authorize');
        await admin.letServiceWork();
        await admin.confirmAndSync();
        expect(admin.complaints).toEqual([]);
      });
    });

    /** In the window that the modal opens. */
    async function decide(admin: EmployerAdmin, open: string | RegExp, decision: string): Promise<void> {
      const [popup] = await Promise.all([
        admin.modal.waitForEvent('popup'),
        admin.modal.getByRole('button', { name: open }).click(),
      ]);
      const [ada] = service.sandbox.control.employerAdmins();
      await popup.getByLabel('User name').fill(ada!.userName);
      await popup.getByLabel('Password').fill(ada!.password);
      await popup.getByRole('button', { name: 'Sign in' }).click();
      await popup.getByRole('button', { name: 'Next' }).click();
      await popup.getByRole('checkbox').check();
      await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: decision }).click()]);
    }

    describe('leads out of', () => {
      it('an invitation that was to be sent later', async () => {
        await using admin = await startGuide(PHONE);
        await admin.fillForm({ 'Send it': 'Later' });
        await admin.letServiceWork();
        await unfoldAll(admin.modal);
        await admin.modal.getByText('If the invitation was set to “Later”, send it now.').waitFor();
        await admin.pressInSource('Send invitation');
        await admin.letServiceWork();
        await admin.sees(/can’t be read yet/);
      });

      it('an address that was mistyped', async () => {
        await using admin = await startGuide(PHONE);
        const [email] = await admin.modal.locator('.field-value').filter({ hasText: '@' }).allInnerTexts();
        const mistyped = email!.replace('@', 'x@');
        await admin.fillForm({ 'Work Email': mistyped });
        await admin.letServiceWork();
        await admin.modal.getByText('differs from this one by a letter or two').waitFor();
        // The mail server has told Justworks that it knows no such address; the new person stands there all the same.
        await admin.source.goto(`${service.sandbox.url}/admin/third-party`);
        await admin.source.getByRole('row').filter({ hasText: mistyped }).getByRole('link').click();
        await admin.pressInSource('Remove');
        await admin.fillForm();
        await admin.letServiceWork();
        await admin.sees(/can’t be read yet/);
      });

      it('a user without admin access, which is added anew', async () => {
        await using admin = await startGuide();
        await admin.fillForm({ 'Admin Access': 'No' });
        await admin.letServiceWork();
        await admin.sees(/can’t be read yet/);
        await admin.modal.getByText('There is nothing to tick?').click();
        await admin.source.reload();
        await admin.pressInSource('Remove');
        await admin.fillForm();
        await admin.letServiceWork();
        await admin.sees(/can’t be read yet/);
        await admin.source.reload();
        await admin.tickPermissions();
        await admin.press('Check again');
        await admin.letServiceWork();
        await admin.sees('Is this the right company?');
      });

      it('an invitation that has expired', async () => {
        await using admin = await startGuide();
        service.sandbox.control.addFault({ fault: 'status_500', path: '/invitations' });
        await admin.fillForm();
        const invited = service.sandbox.control.state().thirdParties.at(-1)!;
        service.sandbox.control.expireInvitation(invited.id);
        service.sandbox.control.clearFaults();
        await admin.letServiceWork();
        await admin.modal.getByText('Code for support: invitation_expired').waitFor();
        await admin.pressInSource('Send invitation again');
        await admin.letServiceWork();
        await admin.sees(/can’t be read yet/);
      });

      it('a wrong company', async () => {
        await using admin = await startLogIn();
        const logIn = addLogIn();
        await admin.giveLogIn(logIn);
        await admin.letServiceWork();
        await admin.sees('Is this the right company?');
        await admin.press('No, another company');
        await admin.modal.getByText('Code for support: company_declined').waitFor();
        service.clock.advance(60_000);
        await admin.giveLogIn(addLogIn());
        await admin.letServiceWork();
        await admin.sees('Is this the right company?');
      });

      it('six digits in the place of the key, which are never sent', async () => {
        await using admin = await startLogIn(PHONE);
        await admin.modal.locator('#authenticator_secret').fill('482913');
        await admin.modal.getByText('These are the digits that the app shows').waitFor();
        await admin.giveLogIn(addLogIn());
        await admin.letServiceWork();
        await admin.sees('Is this the right company?');
      });

      it('Justworks being down', async () => {
        await using admin = await startLogIn();
        service.sandbox.control.addFault({ fault: 'status_500', path: '/' });
        await admin.giveLogIn(addLogIn());
        await admin.letServiceWork();
        await admin.modal.getByText('Justworks does not answer at the moment').waitFor();
        service.sandbox.control.clearFaults();
        service.clock.advance(60_000);
        await makeRetriesReady(service.context);
        await admin.letServiceWork();
        await admin.sees('Is this the right company?');
      });

      it('a tab that was closed', async () => {
        await using admin = await startGuide(PHONE);
        await admin.fillForm();
        await admin.modal.close();
        await admin.letServiceWork();
        const again = await admin.source.context().newPage();
        await admin.open(again);
        await again.getByRole('heading', { level: 1, name: /can’t be read yet/ }).waitFor();
      });

      it('a link that has ended', async () => {
        await using admin = await startGuide();
        service.clock.advance(8 * DAY_MS);
        // A day that passes is no news: the page asks by itself, three times a minute.
        await admin.sees('This link has expired', { timeout: 25_000 });
        await admin.modal.getByText('Open the connection again in Larkspur IT').waitFor();
      });
    });
  },
);
