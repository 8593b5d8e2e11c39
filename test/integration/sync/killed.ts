import { sql } from 'kysely';
import type { SyncWorld } from './sync-world.ts';

/** The worker dies at this point: nothing of it runs on, its lease stands until the database's clock passes it. */
export class Killed extends Error {}

/** A database connection that dies with its worker as soon as the statement holds `text`. */
export function killAt(world: SyncWorld, text: string): { db: SyncWorld['deps']['db'] } {
  const isHit = (node: unknown): boolean => JSON.stringify(node).includes(text);
  return {
    db: world.deps.db.withPlugin({
      transformQuery: ({ node }) => {
        if (isHit(node)) throw new Killed();
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    }),
  };
}

/** What a crash leaves: the run at work, the lease over, no word written about the error. */
export async function leaveAsCrashed(world: SyncWorld, id: string): Promise<void> {
  await sql`
    update sync_runs set state = 'running', lease_until = now() - interval '1 second', enqueued_at = now() - interval '1 hour'
     where id = ${id}`.execute(world.deps.db);
}
