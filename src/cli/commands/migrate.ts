import type { Command } from 'commander';
import { migrateToLatest } from '../../db/migrator.ts';
import { withContext } from '../with-context.ts';

export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description("bring the database to this version (the queue's tables first, then ours)")
    .action(() =>
      withContext('migrate', async ({ db, pool }) => {
        const done = await migrateToLatest(db, pool);
        console.log(done.length === 0 ? 'The database is up to date.' : `Migrated: ${done.join(', ')}`);
      }),
    );
}
