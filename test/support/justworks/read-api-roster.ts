import type { ReadRosterOptions } from '../../../src/connectors/contract.ts';
import {
  readRosterFromApi,
  type ApiReading,
} from '../../../src/connectors/justworks/partner-api/read-roster-api.ts';
import { DEFAULT_SCOPES } from '../../../src/connectors/justworks/partner-api/scopes.ts';
import type { SnapshotItem } from '../../../src/hris/snapshot.ts';
import { createApi, createApiScript, MEMBER, type ApiOptions } from './scripted-api.ts';
import type { ScriptedSite } from './scripted-site.ts';

export interface Given extends ApiOptions, Partial<ApiReading> {
  options?: Partial<ReadRosterOptions>;
}

export async function read(http: ScriptedSite = createApiScript(), given: Given = {}) {
  const { api } = createApi(http, given);
  const reading = readRosterFromApi(
    api,
    { scopes: DEFAULT_SCOPES, readsCustomFields: false, ...given },
    { timeZone: 'America/New_York', known: [], ...given.options },
  );
  const items: SnapshotItem[] = [];
  for await (const item of reading.items) if (item.model !== 'seen') items.push(item);
  return { items, summary: reading.summary() };
}

type ItemOf<Model> = Extract<SnapshotItem, { model: Model }>;

export function of<Model extends SnapshotItem['model']>(
  items: SnapshotItem[],
  model: Model,
): ItemOf<Model>[] {
  return items.filter((item): item is ItemOf<Model> => item.model === model);
}

export const without = (...scopes: string[]) => DEFAULT_SCOPES.filter((scope) => !scopes.includes(scope));
export const members = (...changes: object[]) =>
  createApiScript(changes.map((change) => ({ ...MEMBER, ...change })));
