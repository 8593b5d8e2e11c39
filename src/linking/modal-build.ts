import { createHash, randomUUID } from 'node:crypto';
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Vite from 'vite';
import { toError } from '../lib/app-error.ts';

const SOURCE_GLOB = 'src/linking/{modal,embed,employer}/**/*.*';
const HASH_FILE = '.sources-hash';

/**
 * Builds the modal into `dist/modal` when it is missing or older than its sources. Two processes may do it at once:
 * each builds aside and renames, and the one that comes second finds equal files there.
 * @throws Error when it must be built and Vite isn't installed (a production install without the built folder).
 */
export async function ensureModalIsBuilt(projectRoot: string): Promise<void> {
  const target = join(projectRoot, 'dist/modal');
  if (await isFresh(projectRoot, target)) return;
  const built = join(projectRoot, `dist/.modal-${randomUUID()}`);
  try {
    await buildInto(projectRoot, built);
    await moveInPlace(built, target, () => isFresh(projectRoot, target));
  } finally {
    await rm(built, { recursive: true, force: true });
  }
}

/** Notes beside the built files which sources they were made from. */
export async function writeSourcesHash(projectRoot: string, outDir: string): Promise<void> {
  await writeFile(join(outDir, HASH_FILE), await hashSources(projectRoot));
}

async function isFresh(projectRoot: string, target: string): Promise<boolean> {
  const builtFrom = await readFile(join(target, HASH_FILE), 'utf8').catch(() => null);
  return builtFrom !== null && builtFrom === (await hashSources(projectRoot));
}

async function hashSources(projectRoot: string): Promise<string> {
  const paths: string[] = [];
  for await (const path of glob(SOURCE_GLOB, { cwd: projectRoot })) {
    if (!path.endsWith('.test.ts')) paths.push(path);
  }
  const hash = createHash('sha256');
  for (const path of paths.sort()) hash.update(`${path}\0`).update(await readFile(join(projectRoot, path)));
  return hash.digest('hex');
}

async function buildInto(projectRoot: string, outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true });
  const { build } = await loadVite();
  await build({
    configFile: join(projectRoot, 'src/linking/modal/vite.config.ts'),
    // Vite's own loader would leave its bundled copy of the config beside the sources.
    configLoader: 'native',
    logLevel: 'warn',
    build: { outDir },
  });
}

async function loadVite(): Promise<typeof Vite> {
  try {
    return await import('vite');
  } catch (error) {
    const message =
      'The linking modal is not built. Run `npm run build:modal` where the dev dependencies are installed.';
    throw new Error(message, { cause: toError(error) });
  }
}

/** A folder can't be renamed over a filled one, so the old one steps aside first. */
async function moveInPlace(
  built: string,
  target: string,
  isTargetFresh: () => Promise<boolean>,
): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await isTargetFresh()) return;
    await stepAside(target);
    if (await tryRename(built, target)) return;
  }
  throw new Error('The built modal could not be moved to dist/modal: something else keeps writing there.');
}

async function stepAside(target: string): Promise<void> {
  const aside = `${target}-${randomUUID()}`;
  if (await tryRename(target, aside)) await rm(aside, { recursive: true, force: true });
}

async function tryRename(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code)) return false;
    throw error;
  }
}
