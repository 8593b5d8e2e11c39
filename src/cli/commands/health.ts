import type { Command } from 'commander';
import { assertReachable } from '../../db/migrator.ts';
import { withContext } from '../with-context.ts';

/** For a container's health check: every kind of process depends on the database, not all of them serve HTTP. */
export function addHealthCommand(program: Command): void {
  program
    .command('health')
    .description('exit 0 when the database answers')
    .action(() => withContext('health', ({ db }) => assertReachable(db)));
}
