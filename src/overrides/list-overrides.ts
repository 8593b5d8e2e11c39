import { toApiTimestamp } from '../db/timestamps.ts';
import type { OverrideDeps } from './override-deps.ts';
import { selectOverrides, type OverrideRow } from './overrides-store.ts';

export interface OverrideView {
  id: string;
  integration: string;
  patch: Record<string, unknown>;
  reason: string;
  approved_by: string;
  created_at: string;
  withdrawn_at: string | null;
  withdrawn_by: string | null;
}

/** The deployment's overrides, newest first, with those that were withdrawn. */
export async function listOverrides(deps: Pick<OverrideDeps, 'db'>): Promise<OverrideView[]> {
  return (await selectOverrides(deps.db)).map(toOverrideView);
}

export function toOverrideView(row: OverrideRow): OverrideView {
  return {
    ...row,
    created_at: toApiTimestamp(row.created_at),
    withdrawn_at: row.withdrawn_at === null ? null : toApiTimestamp(row.withdrawn_at),
  };
}
