import {
  codeAt,
  PASSWORD,
  type TestSandbox,
} from '../../../src/sandbox/justworks/test-support/test-sandbox.ts';
import type { Stage } from './stage.ts';

const USER_NAME = 'dana@lakeside.example';

/** Where the authenticator's setup key is found. */
export async function walkCredentials(stage: Stage, { sandbox, clock }: TestSandbox): Promise<void> {
  const { page } = stage;
  sandbox.control.addSignIn({ userName: USER_NAME, password: PASSWORD, permissions: [] });
  await page.goto(`${sandbox.url}/login`);
  await stage.say({
    en: 'Sign in to Justworks as an administrator.',
    de: 'Melden Sie sich in Justworks als Administrator an.',
  });
  await stage.type(page.getByLabel('User name'), USER_NAME);
  await stage.type(page.getByLabel('Password'), PASSWORD);
  await stage.press(page.getByRole('button', { name: 'Sign in' }));
  const key = page.getByText(/scan a barcode/).locator('code');
  await stage.say({
    en: 'When an authenticator app is set up, a key is shown for those who can’t scan the barcode.',
    de: 'Beim Einrichten einer Authenticator-App wird ein Schlüssel gezeigt, falls man den Code nicht scannen kann.',
  });
  await stage.pointAt(key);
  await stage.say({
    en: 'Copy this long key and keep it: it is the setup key that the connection page asks for.',
    de: 'Kopieren und verwahren Sie diesen langen Schlüssel: Nach ihm fragt die Verbindungsseite.',
  });
  await key.selectText();
  await stage.say({
    en: 'Type the key into your app too, and enter its six digits here. They are not the setup key.',
    de: 'Geben Sie ihn auch in Ihre App ein und deren sechs Ziffern hier. Die Ziffern sind nicht der Schlüssel.',
  });
  const secret = (await key.textContent())!.trim();
  await stage.type(page.getByLabel('Six-digit code'), codeAt(clock.now(), secret));
  await stage.press(page.getByRole('button', { name: 'Go on' }));
  await stage.say({
    en: 'Then enter user name, password and setup key on the connection page.',
    de: 'Geben Sie dann Benutzername, Passwort und Schlüssel auf der Verbindungsseite ein.',
  });
  await stage.finish();
}
