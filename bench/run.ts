import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toTable, type Figure } from './support/figure.ts';

/** What a file `bench/<name>.ts` exports. */
interface Bench {
  measure: () => Promise<Figure[]>;
}

const name = process.argv[2] ?? '';
const known = await listBenches();
if (known.includes(name)) await run(name);
else {
  console.error(`Usage: npm run bench -- NAME, where NAME is one of: ${known.join(', ')}`);
  process.exitCode = 2;
}

/** The last line is JSON; the exit code is 1 when a figure misses its goal. */
async function run(bench: string): Promise<void> {
  const { measure } = (await import(`./${bench}.ts`)) as Bench;
  const figures = await measure();
  console.log(`\n${toTable(figures)}\n`);
  console.log(JSON.stringify({ bench, figures }));
  if (figures.some(({ holds }) => !holds)) process.exitCode = 1;
}

async function listBenches(): Promise<string[]> {
  const files = await readdir(join(import.meta.dirname), { withFileTypes: true });
  return files
    .filter((file) => file.isFile() && file.name.endsWith('.ts') && file.name !== 'run.ts')
    .map((file) => file.name.slice(0, -'.ts'.length))
    .toSorted();
}
