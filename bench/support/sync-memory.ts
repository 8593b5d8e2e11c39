import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchServer } from './sync-server.ts';
import type { Reports } from './sync-source.ts';

const CHILD = join(import.meta.dirname, 'sync-child.ts');
const PACKAGE = join(import.meta.dirname, '../../package.json');

/** Megabytes that a fresh worker grows by over a first sync of `reports`, after one of `small` ones. */
export async function syncGrowth(server: BenchServer, reports: Reports, small: Reports): Promise<number> {
  await using database = await server.createDatabase();
  const paths = [reports.census, reports.workHistory, small.census, small.workHistory];
  const flags = [...(await serviceFlags()), '--expose-gc', '--no-warnings'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, CHILD, database.url, ...paths]);
  return (JSON.parse(stdout) as { megabytes: number }).megabytes;
}

/** How Node is told to run the service. */
async function serviceFlags(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { scripts: { muster: string } };
  return scripts.muster.split(' ').filter((word) => word.startsWith('--'));
}
