import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDb, createPool } from '../src/db/client.ts';
import { claimClusterName } from '../src/db/cluster-claim.ts';
import { startEmbeddedPostgres } from '../src/db/embedded-postgres.ts';
import { migrateToLatest } from '../src/db/migrator.ts';
import { listSchema } from './list-schema.ts';

const projectRoot = path.resolve(import.meta.dirname, '..');
const file = path.join(projectRoot, 'migrations', 'schema.sql');

/** What the migrations make of an empty database, as a listing from the catalog. */
async function dumpSchema(): Promise<string> {
  const name = await claimClusterName(projectRoot, 'schema');
  await using postgres = await startEmbeddedPostgres({
    projectRoot,
    name,
    preferredPort: 54_300,
    settings: { fsync: 'off' },
  });
  const url = await postgres.recreateDatabase('muster_schema');
  const pool = createPool({
    url,
    maxConnections: 2,
    applicationName: 'muster-schema',
    onError: () => undefined,
  });
  const db = createDb(pool);
  try {
    await migrateToLatest(db, pool);
    return await listSchema(pool);
  } finally {
    await db.destroy();
  }
}

const text = await dumpSchema();
if (process.argv.includes('--write')) {
  await writeFile(file, text);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
  console.error('migrations/schema.sql is not what the migrations make. Run `npm run schema`.');
  process.exitCode = 1;
}
