import type { ReadItem, SourceSummary } from '../../hris/snapshot.ts';
import type { RosterReading } from '../contract.ts';

/** A generator whose end is the summary, as the contract wants it. */
export function toRosterReading(read: () => AsyncGenerator<ReadItem, SourceSummary>): RosterReading {
  let summary: SourceSummary | undefined;
  return {
    items: readAll(),
    summary() {
      if (!summary) throw new Error('The items were not read to their end.');
      return summary;
    },
  };

  async function* readAll(): AsyncGenerator<ReadItem> {
    summary = yield* read();
  }
}
