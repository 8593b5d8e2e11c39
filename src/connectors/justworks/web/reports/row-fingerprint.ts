import { hash } from 'node:crypto';
import { MAPPING_VERSION } from '../../mapping-version.ts';
import type { MatchedColumns } from './columns.ts';

/** No cell holds one: the report would not have been taken. */
const BETWEEN_CELLS = '\0';

/**
 * What a row of the report is told by: its raw cells by role, then those of other columns by header. Which columns there are
 * is part of it, so that a column that is missing is none whose cells are empty.
 * @param salt a secret, so that nobody can try out what a cell may hold
 */
export function toFingerprinter(
  report: string,
  header: readonly string[],
  { places }: Pick<MatchedColumns, 'places'>,
  salt: string,
): (cells: readonly string[]) => string {
  const roles = [...places].sort(([a], [b]) => (a < b ? -1 : 1));
  const taken = new Set(places.values());
  const others = [...header.entries()]
    .filter(([place]) => !taken.has(place))
    .sort(([, a], [, b]) => (a < b ? -1 : 1));
  const columns = [roles.map(([role]) => role), others.map(([, name]) => name)];
  const frame = hash('sha256', JSON.stringify([MAPPING_VERSION, report, columns, salt]));
  const order = [...roles.map(([, place]) => place), ...others.map(([place]) => place)];
  return (cells) => {
    let row = frame;
    for (const place of order) row += BETWEEN_CELLS + cells[place]!;
    return row;
  };
}
