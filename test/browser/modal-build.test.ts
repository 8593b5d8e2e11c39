import { spawn } from 'node:child_process';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureModalIsBuilt } from '../../src/linking/modal-build.ts';
import { modalFolder, projectRoot } from './modal-server.ts';

describe('the built modal', () => {
  beforeAll(() => ensureModalIsBuilt(projectRoot));

  it('is light: script and style stay below 60 kB compressed', async () => {
    const assets = (await readdir(join(modalFolder, 'assets'))).filter((name) => /\.(js|css)$/.test(name));
    expect(assets.some((name) => name.endsWith('.js')) && assets.some((name) => name.endsWith('.css'))).toBe(
      true,
    );
    const sizes = assets.map(
      async (name) => gzipSync(await readFile(join(modalFolder, 'assets', name))).length,
    );
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(total).toBeLessThan(60_000);
  });

  it.each(['muster-link.js', 'muster-link-merge.js', 'muster-link-react.js'])(
    'gives partner pages scripts of a few kB: %s',
    async (name) => {
      expect(gzipSync(await readFile(join(modalFolder, name))).length).toBeLessThan(4_000);
    },
  );

  it('puts beside each script and style what it is compressed', async () => {
    const names = await readdir(modalFolder, { recursive: true });
    const scripts = names.filter((name) => /\.(html|js|css)$/.test(name));
    expect(scripts.length).toBeGreaterThan(4);
    for (const name of scripts) {
      const [plain, br, gz] = await Promise.all(
        ['', '.br', '.gz'].map((ending) => readFile(join(modalFolder, name + ending))),
      );
      expect(brotliDecompressSync(br!).equals(plain!) && gunzipSync(gz!).equals(plain!), name).toBe(true);
    }
  });

  it('paints before its style came: a picture stands before it, and nothing in the head waits for it', async () => {
    const html = await readFile(join(modalFolder, 'index.html'), 'utf8');
    expect(html.indexOf('<svg')).toBeGreaterThan(html.indexOf('<body>'));
    expect(html.indexOf('rel="stylesheet"')).toBeGreaterThan(html.indexOf('</svg>'));
  });

  it('has no inline script or style and loads nothing from elsewhere', async () => {
    const html = await readFile(join(modalFolder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses).toHaveLength(3);
    for (const address of addresses)
      expect(address).toMatch(/^\/link\/assets\/[\w-]+-[\w-]{8}\.(js|css|svg)$/);
  });
});

describe('ensureModalIsBuilt', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'modal-build-'));
    await cp(join(projectRoot, 'src/linking'), join(root, 'src/linking'), { recursive: true });
    await cp(join(projectRoot, 'src/lib'), join(root, 'src/lib'), { recursive: true });
    await writeFile(join(root, 'package.json'), '{"type":"module"}');
    await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  });
  afterAll(() => rm(root, { recursive: true }));

  it('builds once for two processes that start together, and leaves nothing behind', async () => {
    await Promise.all([buildInProcess(root), buildInProcess(root)]);
    expect(await readdir(join(root, 'dist'))).toEqual(['modal']);
    const built = await readdir(join(root, 'dist/modal'));
    expect(built.filter((name) => !/\.(br|gz)$/.test(name)).sort()).toEqual([
      '.sources-hash',
      'assets',
      'employer',
      'index.html',
      'muster-link-merge.js',
      'muster-link-react.d.ts',
      'muster-link-react.js',
      'muster-link.d.ts',
      'muster-link.js',
    ]);
  });

  it('leaves a fresh build alone and replaces a stale one', async () => {
    const index = join(root, 'dist/modal/index.html');
    const { ino: first } = await stat(index);
    await buildInProcess(root);
    expect((await stat(index)).ino).toBe(first);
    await appendFile(join(root, 'src/linking/modal/styles/base.css'), '\n.added-later { color: red; }\n');
    await buildInProcess(root);
    const styles = (await readdir(join(root, 'dist/modal/assets'))).filter((name) => name.endsWith('.css'));
    expect(styles).toHaveLength(1);
    expect(await readFile(join(root, 'dist/modal/assets', styles[0]!), 'utf8')).toContain('added-later');
    expect(await readdir(join(root, 'dist'))).toEqual(['modal']);
  });

  it('makes the same files under test as anywhere else', async () => {
    await ensureModalIsBuilt(projectRoot);
    await rm(join(root, 'dist'), { recursive: true });
    await cp(join(projectRoot, 'src/linking'), join(root, 'src/linking'), { recursive: true });
    await buildInProcess(root, { NODE_ENV: 'test' });
    const [here, there] = await Promise.all([modalFolder, join(root, 'dist/modal')].map(listAssets));
    expect(there).toEqual(here);
  });
});

/** Asset names carry a hash of their content. */
async function listAssets(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'assets'))).sort();
}

function buildInProcess(root: string, env: Record<string, string> = {}): Promise<void> {
  const script = `(await import('./src/linking/modal-build.ts')).ensureModalIsBuilt(process.cwd())`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', `await ${script}`], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`build ended with ${code}`))));
  });
}
