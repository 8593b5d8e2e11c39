import { spawn } from 'node:child_process';

/** Every check, side by side; all of them are told, not only the first that fails. */
const CHECKS: Record<string, string[]> = {
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  lint: ['eslint', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint', '.'],
  types: ['tsc', '--noEmit', '-p', '.'],
  'import rules': [
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
    'src',
    'test',
    'migrations',
    'scripts',
  ],
  'unused exports': ['node', 'scripts/unused-exports.ts'],
  'OpenAPI drift': ['node', 'src/main.ts', 'openapi', '--check'],
  'OpenAPI lint': ['node', 'scripts/lint-openapi.ts'],
  'schema drift': ['node', 'scripts/dump-schema.ts'],
};

interface Outcome {
  name: string;
  code: number | null;
  output: string;
  ms: number;
}

function runCheck(name: string, [command, ...args]: string[]): Promise<Outcome> {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command!, args, { shell: false });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => (output += String(error)));
    child.on('close', (code) => resolve({ name, code, output, ms: Date.now() - startedAt }));
  });
}

const outcomes = await Promise.all(Object.entries(CHECKS).map(([name, command]) => runCheck(name, command)));
for (const { name, code, output, ms } of outcomes) {
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${(ms / 1000).toFixed(1)} s)`);
  if (code !== 0) console.log(output.trim());
}
if (outcomes.some((outcome) => outcome.code !== 0)) process.exitCode = 1;
