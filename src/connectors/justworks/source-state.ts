import type { KnownSource } from '../../hris/snapshot.ts';

/** Fingerprints of what one reading fetched. */
export interface SourceState {
  sourceHash: Buffer;
  rowsDigest: Buffer;
}

/** The known state with these bytes, or with these rows. */
export function findKnown(
  known: readonly KnownSource[],
  state: Partial<SourceState>,
): KnownSource | undefined {
  const { sourceHash, rowsDigest } = state;
  return known.find(
    (each) =>
      (sourceHash !== undefined && sourceHash.equals(each.sourceHash)) ||
      (rowsDigest !== undefined && each.rowsDigest !== null && rowsDigest.equals(each.rowsDigest)),
  );
}
