import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  CENSUS,
  createAccount,
  createContext,
  createEmployerScript,
} from '../../../test/support/justworks/employer-script.ts';
import { csv, type ScriptedSite } from '../../../test/support/justworks/scripted-site.ts';
import { ConnectorError } from '../errors.ts';
import type { RemoteAccount } from '../contract.ts';
import { openRemoteSession } from './open-remote-session.ts';
import { createSite } from './web/site.ts';

const FILE = '/reports/employee_census/file';
const HISTORY_FILE = '/reports/work_history/file';

/** A census whose file goes on when it is told to. */
function createSlowCensus() {
  const half = CENSUS.length / 2;
  const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
  async function* chunks() {
    yield Buffer.from(CENSUS.slice(0, half));
    await isReleased;
    yield Buffer.from(CENSUS.slice(half));
  }
  const body = Readable.from(chunks(), { objectMode: false });
  // As the outbound client's bodies are: whoever reads it learns of the error.
  body.on('error', () => undefined);
  const http = createEmployerScript().on(`GET ${FILE}`, { ...csv(''), body });
  return { http, body, release };
}

async function read(http: ScriptedSite, account: Partial<RemoteAccount> = {}) {
  const session = await openRemoteSession(createSite({}), createContext(http), createAccount(account));
  const reading = session.readRoster({ timeZone: 'America/New_York', known: [] });
  const models: string[] = [];
  for await (const { model } of reading.items) models.push(model);
  return { models, summary: reading.summary() };
}

it('asks for the work history while the file of the census comes in', async () => {
  const { http, release } = createSlowCensus();
  const answer = http.request.bind(http);
  http.request = (request) => {
    if (request.url.endsWith(HISTORY_FILE)) release();
    return answer(request);
  };
  const { models, summary } = await read(http);
  expect(models.filter((model) => model === 'employee')).toHaveLength(2);
  expect(summary.coveredModels).toContain('employment');
});

it('asks for one page at a time', async () => {
  const { http, release } = createSlowCensus();
  const answer = http.request.bind(http);
  let most = 0;
  let open = 0;
  http.request = async (request) => {
    if (request.url.endsWith(HISTORY_FILE)) release();
    if (request.url.endsWith('/file')) return await answer(request);
    most = Math.max(most, (open += 1));
    await turn();
    const response = await answer(request);
    open -= 1;
    return response;
  };
  await read(http);
  expect(http.requests.length).toBeGreaterThan(10);
  expect(most).toBe(1);
});

it('leaves no download under way when the other report stops the reading', async () => {
  const { http, body, release } = createSlowCensus();
  let reports = 0;
  const spend: RemoteAccount['spend'] = async (what) => {
    if (what !== 'report' || (reports += 1) === 1) return;
    setImmediate(release);
    await Promise.resolve();
    throw new ConnectorError('budget_spent', 'No more today.');
  };
  await expect(read(http, { spend })).rejects.toMatchObject({ code: 'budget_spent' });
  expect(body.destroyed).toBe(true);
  expect(http.count(`GET ${HISTORY_FILE}`)).toBe(0);
});

it('tells what is wrong with the census when both reports stop the reading', async () => {
  const { http, body } = createSlowCensus();
  let reports = 0;
  const spend: RemoteAccount['spend'] = async (what) => {
    if (what !== 'report' || (reports += 1) === 1) return;
    await Promise.resolve();
    body.destroy(new Error('Cut.'));
    throw new ConnectorError('budget_spent', 'No more today.');
  };
  await expect(read(http, { spend })).rejects.toMatchObject({ subject: 'employee_census' });
});
