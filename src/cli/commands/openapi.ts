import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { buildOpenApi } from '../../http/openapi.ts';
import { AppError } from '../../lib/app-error.ts';
import { projectRoot } from '../project-root.ts';

export function addOpenApiCommand(program: Command): void {
  program
    .command('openapi')
    .description('print the OpenAPI document that the routes generate')
    .option('--write', 'write it to openapi/muster.json')
    .option('--check', 'fail when openapi/muster.json differs')
    .action(async (options: { write?: boolean; check?: boolean }) => {
      const file = path.join(projectRoot, 'openapi', 'muster.json');
      const text = `${JSON.stringify(await buildOpenApi(), null, 2)}\n`;
      if (options.write) await writeFile(file, text);
      else if (options.check) await assertSame(file, text);
      else console.log(text);
    });
}

async function assertSame(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  throw new AppError(
    'conflict',
    'openapi_drift',
    'openapi/muster.json is not what the routes say. Run `npm run openapi`.',
  );
}
