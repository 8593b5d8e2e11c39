import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Connector, RemoteSession } from '../../src/connectors/contract.ts';
import { PartFailures } from '../../src/connectors/justworks/part-failures.ts';
import { readRoster } from '../../src/connectors/justworks/read-roster.ts';
import { createSite } from '../../src/connectors/justworks/web/site.ts';
import { asSpooled } from './report-files.ts';

const SETTINGS = { company: { id: 'company_1', display_name: 'Acme' }, offices: [], departments: [] };
const site = createSite({});

export const BENCH_CLOCK = { now: () => new Date('2026-11-20T15:00:00Z') };

/** The two files of a company's reports. */
export interface Reports {
  census: string;
  workHistory: string;
}

/** A Justworks whose reports lie on disk already: everything behind the download is the real thing. */
export function connectorOf(reports: Reports): Connector {
  const session: RemoteSession = {
    readCompany: () => Promise.resolve({ remoteCompanyId: 'company_1', name: 'Acme' }),
    readTaxId: () => Promise.resolve(null),
    probe: () => Promise.resolve('granted'),
    readRoster: (options) => readRoster(site, () => gather(reports), options),
  };
  const connector: Pick<Connector, 'slug' | 'capabilitiesOf' | 'openRemoteSession'> = {
    slug: 'justworks',
    capabilitiesOf: () => [],
    openRemoteSession: () => Promise.resolve(session),
  };
  return connector as Connector;
}

/** The bytes are hashed first, as the download does on its way to the disk. */
async function gather({ census, workHistory }: Reports) {
  return {
    settings: SETTINGS,
    census: { ...asSpooled(census), hash: await hashFile(census) },
    workHistory: { ...asSpooled(workHistory), hash: await hashFile(workHistory) },
    contractors: null,
    missing: [],
    proven: [],
    failures: new PartFailures(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function hashFile(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest();
}
