import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { isChromiumPackaged, unpackChromium } from './packaged-chromium.ts';

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

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

const installedPath = CANDIDATES.find((path) => path !== undefined && existsSync(path)) ?? null;

/**
 * For `describe.skipIf`: on a machine without a browser, for which the npm package has none either, these tests can't
 * run. Says so, and in CI it is a failure.
 * @throws Error in CI when there is no Chromium
 */
export function isChromiumMissing(): boolean {
  if (installedPath !== null || isChromiumPackaged()) return false;
  const reason =
    'No Chromium (CHROMIUM_PATH, /usr/bin/chromium, @sparticuz/chromium): the browser tests did NOT run.';
  if (process.env.CI !== undefined) throw new Error(reason);
  console.warn(reason);
  return true;
}

/** The one at `CHROMIUM_PATH`, else the system's, else the one of the npm package. */
export async function launchChromium(): Promise<Browser> {
  if (installedPath !== null) return chromium.launch({ executablePath: installedPath, args: FLAGS });
  const { executablePath, env } = await unpackChromium();
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } });
}
