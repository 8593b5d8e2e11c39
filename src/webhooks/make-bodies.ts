import type { Db } from '../db/client.ts';
import { readEventData } from '../hris/told-events.ts';
import type { BodiesDeps, EventToTell } from './event-to-tell.ts';
import { toMergeBody, type MergeAccount } from './merge-body.ts';
import { readMergeAccounts } from './merge-accounts-store.ts';
import { toThinData } from './thin-data.ts';

/**
 * The bytes of each, in the same order. What several endpoints are told in the same way is made once. Two statements at most
 * beside those that read the records, whatever the number.
 */
export async function makeBodies(deps: BodiesDeps, events: readonly EventToTell[]): Promise<Buffer[]> {
  const texts = await readTexts(deps.db, events);
  const accounts = await readMergeAccounts(deps, events.filter(isMerge));
  const made = new Map<string, Buffer>();
  return events.map((event) => {
    const key = `${event.eventId} ${event.payload} ${isMerge(event) ? event.endpointId : ''}`;
    const text = isFull(event) ? texts.get(event.eventId) : undefined;
    const body = made.get(key) ?? Buffer.from(toBody(event, text, accounts));
    made.set(key, body);
    return body;
  });
}

const isFull = (event: EventToTell): boolean => event.payload === 'full';
const isMerge = (event: EventToTell): boolean => event.format === 'merge';

/** The whole of each event that somebody is told in full, once. */
async function readTexts(db: Db, events: readonly EventToTell[]): Promise<Map<string, string>> {
  const wanted = new Map(events.filter(isFull).map((event) => [event.eventId, event]));
  const ids = [...wanted.keys()];
  const texts = await readEventData(db, [...wanted.values()]);
  return new Map(ids.map((id, place) => [id, texts[place]!]));
}

function toBody(
  event: EventToTell,
  dataText: string | undefined,
  accounts: ReadonlyMap<string, MergeAccount>,
): string {
  if (isMerge(event)) return toMergeBody(event, dataText, accounts.get(event.linked_account_id ?? ''));
  return toStandardBody(event, dataText ?? JSON.stringify(toThinData(event)));
}

/** The stored JSON is set in as it is: parsed and written again, a number or a key order could change. */
function toStandardBody(event: EventToTell, dataText: string): string {
  return `{"type":${JSON.stringify(event.type)},"timestamp":${JSON.stringify(event.occurredAt)},"data":${dataText}}`;
}
