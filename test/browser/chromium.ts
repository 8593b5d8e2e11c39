import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

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

const chromiumPath = CANDIDATES.find((path) => path !== undefined && existsSync(path)) ?? null;

/**
 * For `describe.skipIf`: without a browser these tests can't run. Says so, and in CI it is a failure.
 * @throws Error in CI when no Chromium is found
 */
export function isChromiumMissing(): boolean {
  if (chromiumPath !== null) return false;
  const reason = 'No Chromium found (CHROMIUM_PATH, /usr/bin/chromium): the browser tests did NOT run.';
  if (process.env.CI !== undefined) throw new Error(reason);
  console.warn(reason);
  return true;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: FLAGS });
}
