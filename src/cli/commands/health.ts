import type { Command } from 'commander';
import { assertReachable } from '../../db/migrator.ts';
import { AppError } from '../../lib/app-error.ts';
import { withContext } from '../with-context.ts';

/** For a container's health check: every kind of process depends on the database, not all of them serve HTTP. */
export function addHealthCommand(program: Command): void {
  program
    .command('health')
    .description('exit 0 when the database answers')
    .action(() =>
      withContext('health', ({ db }) =>
        assertReachable(db).catch((cause: unknown) => {
          throw new AppError('unavailable', 'database_unreachable', 'The database does not answer.', {
            cause,
          });
        }),
      ),
    );
}
