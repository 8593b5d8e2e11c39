import type { InspectionFinding } from '../contract.ts';
import type { RosterSources } from './gather-sources.ts';
import { readRoster } from './read-roster.ts';
import type { Site } from './web/site-schema.ts';

/** How many words of each vocabulary the mapping knows, and the shapes of those that it does not. */
export async function inspectWords(site: Site, sources: RosterSources): Promise<InspectionFinding[]> {
  const options = { timeZone: 'UTC', known: [] };
  const reading = readRoster(site, () => Promise.resolve(sources), options);
  const seen = new Map<string, number>();
  for await (const item of reading.items) {
    if (item.model === 'seen') continue;
    for (const field of Object.keys(item.enumOrigins)) seen.set(field, (seen.get(field) ?? 0) + 1);
  }
  const { unknownWords } = reading.summary();
  for (const { field, count } of unknownWords) seen.set(field, Math.max(0, (seen.get(field) ?? 0) - count));
  return [
    ...[...seen].map(([name, count]) => finding(name, 'matched', count)),
    ...unknownWords.map(({ field, shape, count }) => finding(`${field} "${shape}"`, 'unknown', count)),
  ];
}

function finding(name: string, result: InspectionFinding['result'], count: number): InspectionFinding {
  return { place: 'roster', kind: 'word', name, result, count };
}
