import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from '../lib/process-alive.ts';

/**
 * Claims a name for this process, so that two demos of one checkout use two clusters: `NAME`, else `NAME-2`, ...
 * The claim ends with the process, whatever ends it.
 */
export async function claimClusterName(projectRoot: string, name: string): Promise<string> {
  const folder = path.join(projectRoot, '.muster', 'claims');
  await mkdir(folder, { recursive: true });
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    const file = path.join(folder, candidate);
    const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
    if (holder && holder !== process.pid && isAlive(holder)) continue;
    await writeFile(file, String(process.pid));
    return candidate;
  }
}
