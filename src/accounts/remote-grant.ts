import { setTimeout as delay } from 'node:timers/promises';
import type { RemoteGrant } from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import { toDate } from '../db/client.ts';
import { isGood } from './grant-schedule.ts';
import { GRANT_FIELDS, type GrantRow } from './oauth-grants-store.ts';
import { getLiveGrant, grantEnded, refreshGrant, type GrantWork } from './refresh-grant.ts';

const WAIT_MS = 250;
const WAIT_ROUNDS = 60;

/** A grant as a connector may use it: its tokens are always good for the next call. */
export function toRemoteGrant(work: GrantWork, row: GrantRow): RemoteGrant {
  let { scopes } = row;
  const use = async (found: GrantRow): Promise<string> => {
    scopes = found.scopes;
    return await unsealAccessToken(work, found);
  };
  return {
    method: 'oauth',
    // New tokens may cover less than the former ones.
    get scopes() {
      return scopes;
    },
    accessToken: async () => use(await getGoodRow(work)),
    replaceToken: async (refused) => use(await getOtherRow(work, refused)),
  };
}

/** While it is good, a failed refresh costs nothing: the next one is tried later. */
async function getGoodRow(work: GrantWork): Promise<GrantRow> {
  for (let round = 0; round < WAIT_ROUNDS; round += 1) {
    const row = await getLiveGrant(work);
    const now = work.context.clock.now();
    if (!isStale(row, now)) return row;
    const refreshed = await refreshGrant(work, (current) => isStale(current, now)).catch((error: unknown) => {
      if (error instanceof ConnectorError && error.code !== 'grant_ended' && isUsable(row, now)) return row;
      throw error;
    });
    if (refreshed && !isUsable(refreshed, now)) throw grantEnded();
    if (refreshed ?? isUsable(row, now)) return refreshed ?? row;
    await delay(WAIT_MS, undefined, { signal: work.context.signal });
  }
  throw busy();
}

/** Another worker may have replaced it already; else it is replaced however long it would have lived. */
async function getOtherRow(work: GrantWork, refused: string): Promise<GrantRow> {
  const former = await getLiveGrant(work);
  if ((await unsealAccessToken(work, former)) !== refused) return await getGoodRow(work);
  for (let round = 0; round < WAIT_ROUNDS; round += 1) {
    const isFormer = (row: GrantRow) => row.sealed_access_token.equals(former.sealed_access_token);
    const refreshed = await refreshGrant(work, isFormer);
    if (refreshed && isFormer(refreshed)) throw grantEnded();
    if (refreshed) return refreshed;
    await delay(WAIT_MS, undefined, { signal: work.context.signal });
  }
  throw busy();
}

function isStale(row: GrantRow, now: Date): boolean {
  return toDate(row.due_at) <= now || !isUsable(row, now);
}

function isUsable(row: GrantRow, now: Date): boolean {
  return isGood(toDate(row.access_expires_at), now);
}

async function unsealAccessToken({ db, vault, scope }: GrantWork, row: GrantRow): Promise<string> {
  const owner = { linkedAccountId: scope.linkedAccountId };
  return (await vault.unseal(db, owner, GRANT_FIELDS.accessToken, row.sealed_access_token)).toString('utf8');
}

function busy(): ConnectorError {
  return new ConnectorError('source_unavailable', 'New tokens were not there in time.');
}
