import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const projectRoot = path.resolve(import.meta.dirname, '../../..');

/** A small tree with our rules, in which one file breaks one of them. */
async function cruise(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'muster-checks-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.join(root, path.dirname(name)), { recursive: true });
      await writeFile(path.join(root, name), text);
    }
    await writeFile(
      path.join(root, 'tsconfig.json'),
      '{"compilerOptions":{"allowImportingTsExtensions":true,"noEmit":true}}',
    );
    const config = path.join(projectRoot, '.dependency-cruiser.cjs');
    const cli = path.join(projectRoot, 'node_modules/.bin/depcruise');
    return await run(cli, ['--config', config, '--output-type', 'err', 'src'], { cwd: root }).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

it('a planted import against the rules fails the check', async () => {
  const output = await cruise({
    'src/db/client.ts': 'export const db = 1;\n',
    'src/http/route.ts': "import { db } from '../db/client.ts';\nexport const route = db;\n",
    'src/main.ts': "import { route } from './http/route.ts';\nconsole.log(route);\n",
  });
  expect(output).toContain('doors-use-features');
});

it('a planted cycle fails the check', async () => {
  const output = await cruise({
    'src/lib/a.ts': "import { b } from './b.ts';\nexport const a = (): number => b;\n",
    'src/lib/b.ts': "import { a } from './a.ts';\nexport const b = 1;\nexport const c = (): number => a();\n",
    'src/main.ts': "import { a } from './lib/a.ts';\nconsole.log(a());\n",
  });
  expect(output).toContain('no-cycles');
});

it('a planted floating promise and a planted look at the environment fail the lint', async () => {
  const eslint = new ESLint({ cwd: projectRoot });
  const code = 'export function planted(): void {\n  Promise.resolve(process.env);\n}\n';
  const [result] = await eslint.lintText(code, { filePath: path.join(projectRoot, 'src/lib/clock.ts') });
  const rules = result!.messages.map((message) => message.ruleId);
  expect(rules).toContain('@typescript-eslint/no-floating-promises');
  expect(rules).toContain('no-restricted-properties');
  // The linter reads the types of the whole tree first.
}, 120_000);

describe('the OpenAPI document', () => {
  const lint = (file: string) =>
    run('node', [path.join(projectRoot, 'scripts/lint-openapi.ts'), file]).then(
      () => '',
      (error: { stderr: string; stdout: string }) => error.stderr + error.stdout,
    );

  it('is clean as it is committed, and fails the lint with a planted fault', async () => {
    const committed = path.join(projectRoot, 'openapi/muster.json');
    expect(await lint(committed)).toBe('');
    const folder = await mkdtemp(path.join(tmpdir(), 'muster-checks-'));
    try {
      const document = JSON.parse(await readFile(committed, 'utf8')) as Document;
      delete document.paths['/api/hris/v1/employees']!['get']!.summary;
      const planted = path.join(folder, 'planted.json');
      await writeFile(planted, JSON.stringify(document));
      expect(await lint(planted)).toContain('operation-summary');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

interface Document {
  paths: Record<string, Record<string, { summary?: string }>>;
}
