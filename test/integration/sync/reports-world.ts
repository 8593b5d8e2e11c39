import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type {
  Connector,
  ReadRosterOptions,
  RemoteSession,
  RosterBase,
} from '../../../src/connectors/contract.ts';
import { PartFailures } from '../../../src/connectors/justworks/part-failures.ts';
import { readRoster } from '../../../src/connectors/justworks/read-roster.ts';
import type { ContractorEntry } from '../../../src/connectors/justworks/web/contractors.ts';
import type { SpooledReport } from '../../../src/connectors/justworks/web/reports/spool.ts';
import type { EmployerSettings } from '../../../src/connectors/justworks/web/settings.ts';
import { createSite } from '../../../src/connectors/justworks/web/site.ts';
import type { SyncDeps } from '../../../src/sync/index.ts';
import { SyncWorld } from './sync-world.ts';

/** What an employer's pages and reports say. */
export interface Employer {
  settings: EmployerSettings | null;
  census: string;
  workHistory: string | null;
  contractors: ContractorEntry[];
}

export const SETTINGS: EmployerSettings = {
  company: { id: 'company_1', legal_name: 'Acme Inc.', display_name: 'Acme' },
  offices: [{ id: 'o1', name: 'New York', city: 'New York', country: 'US' }],
  departments: [{ id: 'd1', name: 'Engineering' }],
};

/** Normalized and read, as a run's summary counts them. */
interface RowCounts {
  read: number;
  normalized: number;
}

/** One linked account whose reports are read as they are from the download on. */
export class ReportsWorld implements AsyncDisposable {
  readonly world: SyncWorld;
  employer: Employer;
  /** How the site is described to the connector. */
  site = createSite({});
  /** Called when it is known which rows stand in the base, and none is taken over yet. */
  afterComparing: () => Promise<void> | void = () => undefined;
  readings = 0;

  private constructor(world: SyncWorld, employer: Employer) {
    this.world = world;
    this.employer = employer;
  }

  static async create(employer: Employer): Promise<ReportsWorld> {
    return new ReportsWorld(await SyncWorld.create(), employer);
  }

  async work(id: string, deps: Partial<SyncDeps> = {}): Promise<void> {
    const connectors = { get: () => this.#connector() };
    await this.world.work(id, { connectors, ...deps });
  }

  /** Asks for a run and carries it out; returns it as it ended. */
  async sync(change: Partial<Employer> = {}) {
    Object.assign(this.employer, change);
    const id = await this.world.request();
    await this.work(id);
    return await this.world.run(id);
  }

  /** From now on as if another release had staged it: everything is normalized in the next run. */
  async outdateBase(): Promise<void> {
    await sql`update stage_bases set staged_by = ''`.execute(this.world.deps.db);
  }

  #connector(): Connector {
    const session: Pick<RemoteSession, 'readCompany' | 'probe' | 'readRoster'> = {
      readCompany: () => Promise.resolve({ remoteCompanyId: 'company_1', name: 'Acme' }),
      probe: () => Promise.resolve('granted'),
      readRoster: (options) => readRoster(this.site, () => this.#gather(), this.#watch(options)),
    };
    const connector: Pick<Connector, 'slug' | 'capabilitiesOf'> = {
      slug: 'justworks',
      capabilitiesOf: () => [],
    };
    return { ...connector, openRemoteSession: () => Promise.resolve(session) } as unknown as Connector;
  }

  #watch(options: ReadRosterOptions): ReadRosterOptions {
    const { base } = options;
    if (!base) return options;
    const findSeen: RosterBase['findSeen'] = async (reports) => {
      const seen = await base.findSeen(reports);
      await this.afterComparing();
      return seen;
    };
    return { ...options, base: { key: base.key, findSeen } };
  }

  #gather() {
    this.readings += 1;
    const { settings, census, workHistory, contractors } = this.employer;
    return Promise.resolve({
      settings,
      census: toSpooled(census),
      workHistory: workHistory === null ? null : toSpooled(workHistory),
      contractors,
      missing: [],
      proven: [],
      failures: new PartFailures(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.world[Symbol.asyncDispose]();
  }
}

export const countRows = ({ source_summary }: { source_summary: unknown }): RowCounts | undefined =>
  (source_summary as { rows?: RowCounts } | null)?.rows;

function toSpooled(text: string): SpooledReport {
  const bytes = Buffer.from(text);
  return {
    endsWithNewline: text.endsWith('\n'),
    hash: createHash('sha256').update(bytes).digest(),
    read: () => toPieces(bytes),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function* toPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  const length = 1000;
  for (let from = 0; from < bytes.length; from += length)
    yield await Promise.resolve(bytes.subarray(from, from + length));
}
