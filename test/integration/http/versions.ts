import { sql } from 'kysely';
import type { AppContext } from '../../../src/app-context.ts';

interface VersionSeed {
  linkedAccountId: string;
  table: string;
  model: string;
  id: string;
  createdAt: string;
  sequence: number;
  validFrom: string;
  validTo: string;
  /** What differs from the record's own body. */
  body: Record<string, unknown>;
  changes?: { field: string; before: unknown; after: unknown }[];
  effectiveDate?: string;
  syncRunId?: string;
  enumOrigins?: Record<string, string>;
}

/** A state that a record had, as a sync would leave it. */
export async function insertVersion(context: AppContext, seed: VersionSeed): Promise<void> {
  const { rows } = await sql<{ body: Record<string, unknown> }>`
    select body from ${sql.table(seed.table)} where id = ${seed.id}`.execute(context.db);
  const empty = Object.fromEntries(
    Object.entries(rows[0]!.body).map(([field, value]) => [field, Array.isArray(value) ? [] : null]),
  );
  const base = {
    remote_was_deleted: false,
    id: seed.id,
    created_at: seed.createdAt,
    modified_at: seed.validFrom,
  };
  await context.db
    .insertInto('record_versions')
    .values({
      linked_account_id: seed.linkedAccountId,
      model: seed.model,
      record_id: seed.id,
      sequence: seed.sequence,
      body: JSON.stringify({ ...empty, ...base, ...seed.body }),
      valid_from: seed.validFrom,
      valid_to: seed.validTo,
      changes: JSON.stringify(seed.changes ?? []),
      effective_date: seed.effectiveDate ?? null,
      sync_run_id: seed.syncRunId ?? null,
      enum_origins: seed.enumOrigins ? JSON.stringify(seed.enumOrigins) : null,
    })
    .execute();
}
