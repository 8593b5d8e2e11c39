import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchServer } from './sync-server.ts';
import type { Reports } from './sync-source.ts';

const CHILD = join(import.meta.dirname, 'sync-child.ts');

/** Megabytes that a fresh worker grows by over a first sync of `reports`, after one of `small` ones. */
export async function syncGrowth(server: BenchServer, reports: Reports, small: Reports): Promise<number> {
  await using database = await server.createDatabase();
  const paths = [reports.census, reports.workHistory, small.census, small.workHistory];
  const flags = ['--expose-gc', '--no-warnings'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, CHILD, database.url, ...paths]);
  return (JSON.parse(stdout) as { megabytes: number }).megabytes;
}
