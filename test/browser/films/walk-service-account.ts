import { webCapabilitiesOf } from '../../../src/connectors/justworks/permissions.ts';
import { serviceAccountForm } from '../../../src/connectors/justworks/service-account-form.ts';
import type { TestSandbox } from '../../../src/sandbox/justworks/test-support/test-sandbox.ts';
import { EMAIL } from '../session-views.ts';
import type { Stage } from './stage.ts';

const FORM = new Map(
  serviceAccountForm({ firstName: 'Northwind', lastName: 'Service Account', email: EMAIL }).map(
    ({ label, value }) => [label, value],
  ),
);
const PERMISSIONS = [
  ...new Set(webCapabilitiesOf('service_account').flatMap(({ permissions }) => permissions)),
];

/** Side menu, form, invitation, permissions. */
export async function walkServiceAccount(stage: Stage, { sandbox }: TestSandbox): Promise<void> {
  await stage.page.goto(`${sandbox.url}/admin/directory`);
  await openForm(stage);
  await fillIn(stage);
  await tick(stage);
  await stage.say({
    en: 'Done. Go back to the connection page: it moves on by itself.',
    de: 'Fertig. Zurück zur Verbindungsseite: Sie geht von selbst weiter.',
  });
  await stage.finish();
}

async function openForm(stage: Stage): Promise<void> {
  const { page } = stage;
  await stage.say({
    en: 'In Justworks, open Employees and press Add.',
    de: 'Öffnen Sie in Justworks „Employees“ und drücken Sie „Add“.',
  });
  await stage.press(page.getByRole('link', { name: 'Employees' }));
  await stage.press(page.getByRole('link', { name: 'Add', exact: true }));
  await stage.say({
    en: 'Expand “Add third party or temp” and choose the third party.',
    de: 'Klappen Sie „Add third party or temp“ auf und wählen Sie „third-party“.',
  });
  await stage.press(page.getByText('Add third party or temp'));
  await stage.press(page.getByRole('link', { name: 'Add third-party' }));
}

async function fillIn(stage: Stage): Promise<void> {
  const { page } = stage;
  const value = (label: string) => FORM.get(label)!;
  await stage.say({
    en: 'Member Type: 3rd Party Admin / Accountant. Admin Access: Yes.',
    de: 'Member Type: 3rd Party Admin / Accountant. Admin Access: Yes.',
  });
  await stage.choose(page.getByLabel('Member Type'), value('Member Type'));
  await stage.press(page.getByLabel('Yes', { exact: true }));
  await stage.say({
    en: 'Paste name, title and Work Email exactly as the connection page shows them.',
    de: 'Fügen Sie Namen, „Title“ und „Work Email“ genau so ein, wie die Verbindungsseite sie zeigt.',
  });
  for (const label of ['First Name', 'Last Name', 'Title']) {
    await stage.type(page.getByLabel(label), value(label));
  }
  await stage.type(page.getByLabel('Work Email', { exact: true }), value('Work Email'));
  const [to, when] = value('Send Invitation to').split(', ');
  await stage.say({
    en: 'Send the invitation to the Work Email, Now. Not Later.',
    de: 'Senden Sie die Einladung an „Work Email“, und zwar „Now“, nicht „Later“.',
  });
  await stage.choose(page.getByLabel('Send Invitation to'), to!);
  await stage.press(page.getByLabel(when!, { exact: true }));
  await stage.press(page.getByRole('button', { name: 'Save' }));
}

async function tick(stage: Stage): Promise<void> {
  const { page } = stage;
  await stage.say({
    en: 'Tick every permission that the connection page lists, and save.',
    de: 'Haken Sie jede Berechtigung an, die die Verbindungsseite nennt, und speichern Sie.',
  });
  for (const permission of PERMISSIONS) {
    await stage.press(page.getByLabel(permission, { exact: true }));
  }
  await stage.press(page.getByRole('button', { name: 'Save permissions' }));
}
