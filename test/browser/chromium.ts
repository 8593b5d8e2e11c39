import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { isChromiumPackaged, unpackChromium } from './packaged-chromium.ts';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const wishedPath = process.env.CHROMIUM_PATH;
// The package's browser has no window and no desk of its own: it takes three quarters of the time of an installed one.
const ownPath =
  wishedPath !== undefined && existsSync(wishedPath)
    ? wishedPath
    : isChromiumPackaged()
      ? null
      : (INSTALLED.find((path) => existsSync(path)) ?? null);

/**
 * For `describe.skipIf`: on a machine without a browser, for which the npm package has none either, these tests can't
 * run. Says so, and in CI it is a failure.
 * @throws Error in CI when there is no Chromium
 */
export function isChromiumMissing(): boolean {
  if (ownPath !== null || isChromiumPackaged()) return false;
  const reason =
    'No Chromium (CHROMIUM_PATH, @sparticuz/chromium, /usr/bin/chromium): the browser tests did NOT run.';
  if (process.env.CI !== undefined) throw new Error(reason);
  console.warn(reason);
  return true;
}

/** The one at `CHROMIUM_PATH`, else the one of the npm package, else the system's. */
export async function launchChromium(): Promise<Browser> {
  if (ownPath !== null) return chromium.launch({ executablePath: ownPath, args: FLAGS });
  const { executablePath, env } = await unpackChromium();
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } });
}
