import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOrganization } from '../../../src/auth/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import { createHarness, expectProblem, type Harness } from './harness.ts';

let harness: Harness;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'muster-modal-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Connect</title>');
  await writeFile(path.join(folder, 'muster-link.js'), 'void 0;');
  await writeFile(path.join(folder, 'muster-link.js.br'), brotliCompressSync('void 0;'));
  await writeFile(path.join(folder, 'muster-link-react.js'), 'export {};');
  await writeFile(path.join(folder, 'muster-link-react.d.ts'), 'export {};');
  await writeFile(path.join(folder, 'assets/app-1234.js'), 'void 1;');
  await writeFile(path.join(folder, '.sources-hash'), 'hash');
  await writeFile(path.join(folder, 'assets/.hidden.js'), 'void 2;');
  harness = await createHarness({}, { modalFolder: folder });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const JAVASCRIPT = expect.stringMatching(/^(text|application)\/javascript; charset=utf-8$/);

const policyOf = async (query: string) =>
  String((await harness.get(`/link${query}`)).headers['content-security-policy']);

it('serves the page for nobody to keep, to refer from or to add to', async () => {
  const page = await harness.get('/link');
  expect([page.status, page.text]).toEqual([200, '<!doctype html><title>Connect</title>']);
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    vary: 'accept-encoding',
  });
  const policy = await policyOf('');
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  expect(policy).not.toMatch(/unsafe|\*|data:/);
});

it('may be framed by the pages that the named organization allows, and by no other', async () => {
  const { id } = await createOrganization(harness.context.db, {
    name: 'Partner',
    allowedOrigins: [
      'https://partner.example',
      'http://localhost:4001',
      'https://evil.example; script-src *',
      '*',
      'https://path.example/x',
    ],
  });
  expect(await policyOf(`?o=${id}`)).toMatch(
    /; frame-ancestors 'self' https:\/\/partner\.example http:\/\/localhost:4001$/,
  );
  expect((await harness.get(`/link?o=${id}`)).headers['x-frame-options']).toBeUndefined();
  for (const query of ['', `?o=${newId()}`, '?o=junk', `?o=${id}&o=${id}x`]) {
    const { headers, status } = await harness.get(`/link${query}`);
    expect([status === 200 || status === 400, headers['x-frame-options']]).toEqual([true, 'DENY']);
    expect(String(headers['content-security-policy'])).toMatch(/frame-ancestors 'none'$/);
  }
});

it('lets partner pages load the script, and browsers keep assets whose names carry their hash', async () => {
  const script = await harness.get('/link/muster-link.js');
  expect(script.headers).toMatchObject({
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=300',
    'content-type': JAVASCRIPT,
    'access-control-allow-origin': '*',
  });
  const compressed = await harness.app.inject({
    url: '/link/muster-link.js',
    headers: { 'accept-encoding': 'gzip, br' },
  });
  expect(compressed.headers).toMatchObject({ 'content-encoding': 'br', 'content-type': JAVASCRIPT });
  expect(brotliDecompressSync(compressed.rawPayload).toString()).toBe('void 0;');
  const types = [];
  for (const name of ['muster-link-react.js', 'muster-link-react.d.ts']) {
    types.push((await harness.get(`/link/${name}`, { 'accept-encoding': 'br' })).headers['content-type']);
  }
  expect(types).toEqual([JAVASCRIPT, 'text/plain; charset=utf-8']);
  const asset = await harness.get('/link/assets/app-1234.js');
  expect([asset.text, asset.headers['cache-control']]).toEqual([
    'void 1;',
    'public, max-age=31536000, immutable',
  ]);
});

it('serves nothing else of the folder, nor of the machine', async () => {
  for (const name of [
    'nothing.js',
    '..%2findex.html',
    '..%2f.sources-hash',
    '..%2f..%2fpackage.json',
    '.hidden.js',
    '',
  ]) {
    expectProblem(await harness.get(`/link/assets/${name}`), 404, 'route_not_found');
  }
});

it('says so when the modal was not built', async () => {
  await using unbuilt = await createHarness({}, { modalFolder: path.join(folder, 'nowhere') });
  for (const url of ['/link', '/link/muster-link.js', '/link/assets/x.js']) {
    expectProblem(await unbuilt.get(url), 503, 'modal_not_built');
  }
});
