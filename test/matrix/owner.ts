/** When everything of the owners happened. */
export const INSTANT = '2026-11-20T10:00:00.000001Z';

export interface Owner {
  /** Stands in every text of its rows: `canary-<label>-<column>`. */
  label: string;
  organizationId: string;
  linkedAccountId: string;
  /** Per table, the ids of its rows; given before the rows are there, so that they can name each other. */
  ids: Record<string, string[]>;
}
