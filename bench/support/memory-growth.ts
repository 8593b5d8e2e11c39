import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ReportFiles } from './report-files.ts';

const CHILD = join(import.meta.dirname, 'memory-child.ts');

/** Megabytes that a fresh process grows by while it reads `files`, after it has read `small` ones. */
export async function memoryGrowth(
  mode: 'ours' | 'bare',
  files: ReportFiles,
  small: ReportFiles,
): Promise<number> {
  const paths = [files.census, files.workHistory, small.census, small.workHistory];
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', CHILD, mode, ...paths]);
  return (JSON.parse(stdout) as { megabytes: number }).megabytes;
}
