import { createHash } from 'node:crypto';
import type {
  CapabilityDefinition,
  CapabilityState,
  Connector,
  ReadRosterOptions,
  RemoteSession,
  RosterReading,
} from '../../../src/connectors/contract.ts';
import type { EmployeeFields, LocationFields } from '../../../src/hris/model/index.ts';
import type {
  KnownSource,
  PersonSignals,
  ReportShape,
  SnapshotItem,
  SnapshotModel,
  SourceSummary,
} from '../../../src/hris/snapshot.ts';

export interface Person {
  workId: string | null;
  remoteId: string | null;
  first: string;
  last: string;
  workEmail: string | null;
  personalEmail: string | null;
  phone: string | null;
  birthDate: string | null;
  status: 'ACTIVE' | 'INACTIVE' | 'PENDING';
  startDate: string | null;
  terminationDate: string | null;
  department: string | null;
  office: string | null;
  managerEmail: string | null;
  street: string | null;
  /** The source's own row, which may change without any of our fields. */
  note: string;
  history: {
    date: string | null;
    title: string;
    rate: number;
    workId?: string | null;
    workEmail?: string | null;
  }[];
}

export interface Roster {
  company: string;
  people: Person[];
  /** Work history of people who are not in the roster. */
  strangers: { workId: string; date: string; title: string }[];
  shapes: ReportShape[];
  /** Changes the source's bytes and nothing else. */
  salt: string;
  /** What the reading tells beside its reports. */
  tells: Partial<SourceSummary>;
  /** Fields that rows of the model can't see: left empty, and said to be kept. */
  hidden: Partial<Record<SnapshotModel, string[]>>;
  /** Items beside what the people come to. */
  extra: SnapshotItem[];
  /** Changes an item on its way. */
  alter: ((item: SnapshotItem) => SnapshotItem | undefined) | null;
}

/** A person whose every field follows from the number. */
export function person(number: number, some: Partial<Person> = {}): Person {
  const first = `First${number}`;
  return {
    workId: `W${number}`,
    remoteId: null,
    first,
    last: `Last${number}`,
    workEmail: `person${number}@corp.test`,
    personalEmail: `person${number}@home.test`,
    phone: `+1555${String(number).padStart(7, '0')}`,
    birthDate: `19${String(60 + (number % 40))}-0${1 + (number % 9)}-1${number % 10}`,
    status: 'ACTIVE',
    startDate: '2020-01-06',
    terminationDate: null,
    department: 'Engineering',
    office: 'New York',
    managerEmail: null,
    street: `${number} Main Street`,
    note: 'as it was',
    history: [{ date: '2020-01-06', title: 'Engineer', rate: 100_000 + number }],
    ...some,
  };
}

export const people = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => person(index + 1));

export const shape = (report: string, some: Partial<ReportShape> = {}): ReportShape => ({
  report,
  columns: ['Work ID', 'Work Email', 'Name'],
  unknownColumns: [],
  endsWithNewline: true,
  rowCount: 1,
  ...some,
});

export const roster = (all: Person[], some: Partial<Roster> = {}): Roster => ({
  company: 'company_1',
  people: all,
  strangers: [],
  shapes: [shape('employee_census'), shape('work_history')],
  salt: '',
  tells: {},
  hidden: {},
  extra: [],
  alter: null,
  ...some,
});

/** A source that a test scripts: what it holds, and what happens on the way. */
export class FakeSource {
  roster: Roster;
  /** Called with the position of each item before it is given. */
  beforeItem: (position: number) => Promise<void> | void = () => undefined;
  beforeSignIn: () => Promise<void> | void = () => undefined;
  readings = 0;
  capabilities: CapabilityDefinition[] = [];
  /** What a probe answers; granted unless it is named. */
  states: Record<string, CapabilityState> = {};
  probed: string[] = [];
  beforeProbe: () => Promise<void> | void = () => undefined;
  asked: ReadRosterOptions[] = [];
  signIns = 0;

  constructor(roster: Roster) {
    this.roster = roster;
  }

  readonly connector = {
    slug: 'fake',
    name: 'Fake',
    oauth: {},
    capabilitiesOf: () => this.capabilities,
    openRemoteSession: async (): Promise<RemoteSession> => {
      this.signIns += 1;
      await this.beforeSignIn();
      return {
        readCompany: () => Promise.resolve({ remoteCompanyId: this.roster.company, name: 'Fake Inc' }),
        readTaxId: () => Promise.resolve(null),
        probe: async (capability) => {
          await this.beforeProbe();
          this.probed.push(capability);
          return this.states[capability] ?? 'granted';
        },
        readRoster: (options) => {
          this.asked.push(options);
          return this.#read(options.known);
        },
      };
    },
  } as unknown as Connector;

  #read(known: readonly KnownSource[]): RosterReading {
    this.readings += 1;
    const summary = summarize(this.roster);
    summary.isUnchanged = known.some(({ sourceHash }) => summary.sourceHash.equals(sourceHash));
    return { items: summary.isUnchanged ? noItems() : this.#items(), summary: () => summary };
  }

  async *#items(): AsyncGenerator<SnapshotItem> {
    let position = 0;
    for (const item of toItems(this.roster)) {
      const { alter } = this.roster;
      const altered = alter ? alter(item) : item;
      if (!altered) continue;
      position += 1;
      await this.beforeItem(position);
      yield hide(altered, this.roster.hidden[altered.model]);
    }
  }
}

function hide(item: SnapshotItem, names: string[] | undefined): SnapshotItem {
  if (!names) return item;
  const fields = Object.fromEntries(
    Object.entries(item.fields).map(([name, value]) => [name, names.includes(name) ? null : value]),
  );
  return { ...item, fields, keptFields: names } as unknown as SnapshotItem;
}

async function* noItems(): AsyncGenerator<SnapshotItem> {
  // Nothing to give.
}

function summarize(roster: Roster): SourceSummary & { sourceHash: Buffer } {
  const sourceHash = createHash('sha256').update(JSON.stringify(roster)).digest();
  return {
    rowsDigest: sourceHash,
    isUnchanged: false,
    reports: roster.shapes,
    unknownWords: [],
    ...roster.tells,
    sourceHash,
  };
}

const BARE = { remoteId: null, enumOrigins: {}, remoteData: [] };
const at = (date: string | null): string | null => (date === null ? null : `${date}T00:00:00Z`);
const NO_PLACE: LocationFields = {
  name: null,
  phone_number: null,
  street_1: null,
  street_2: null,
  city: null,
  state: null,
  zip_code: null,
  country: null,
  location_type: null,
};

function* toItems(roster: Roster): Generator<SnapshotItem> {
  yield {
    ...BARE,
    model: 'company',
    sourceKey: 'company',
    remoteId: roster.company,
    fields: { legal_name: 'Fake Inc.', display_name: 'Fake', eins: ['12-3456789'] },
  };
  for (const office of new Set(roster.people.map((one) => one.office))) {
    if (office === null) continue;
    const fields = { ...NO_PLACE, name: office, country: 'US', location_type: 'WORK' };
    yield { ...BARE, model: 'location', sourceKey: `office:${office}`, fields };
  }
  for (const department of new Set(roster.people.map((one) => one.department))) {
    if (department === null) continue;
    const fields = { name: department, type: 'DEPARTMENT', is_commonly_used_as_team: true };
    yield { ...BARE, model: 'group', sourceKey: `department:${department}`, fields };
  }
  for (const one of roster.people) yield toEmployee(one);
  for (const one of roster.people) for (const step of one.history) yield toEmployment(one, step);
  yield* roster.extra;
  for (const one of roster.strangers) {
    yield toEmployment(person(0, { ...NOBODY, workId: one.workId }), {
      date: one.date,
      title: one.title,
      rate: 1,
    });
  }
}

const NOBODY = { workEmail: null, personalEmail: null, birthDate: null, first: '', last: '' };

function toSignals(one: Person): PersonSignals {
  return {
    remoteId: one.remoteId,
    workId: one.workId,
    workEmail: one.workEmail?.toLowerCase() ?? null,
    personalEmail: one.personalEmail?.toLowerCase() ?? null,
    nameKey: one.first === '' ? null : `${one.first} ${one.last}`.toLowerCase(),
    birthDate: one.birthDate,
  };
}

function toEmployee(one: Person): SnapshotItem {
  const fields: EmployeeFields = {
    employee_number: one.workId,
    first_name: one.first,
    last_name: one.last,
    preferred_name: null,
    display_full_name: `${one.first} ${one.last}`,
    username: null,
    work_email: one.workEmail,
    personal_email: one.personalEmail,
    mobile_phone_number: one.phone,
    ssn: null,
    gender: 'FEMALE',
    ethnicity: null,
    marital_status: null,
    date_of_birth: at(one.birthDate),
    hire_date: at(one.startDate),
    start_date: at(one.startDate),
    remote_created_at: null,
    employment_status: one.status,
    termination_date: at(one.terminationDate),
    avatar: null,
    custom_fields: null,
  };
  return {
    model: 'employee',
    remoteId: one.remoteId,
    person: toSignals(one),
    fields,
    enumOrigins: { gender: 'Female' },
    remoteData: [{ path: '/employee_census', data: { Name: `${one.first} ${one.last}`, Note: one.note } }],
    refs: {
      company: 'company',
      workLocation: one.office && `office:${one.office}`,
      groups: one.department === null ? [] : [`department:${one.department}`],
      manager: one.managerEmail === null ? null : { workEmail: one.managerEmail },
      homeLocation:
        one.street === null
          ? null
          : { ...NO_PLACE, street_1: one.street, country: 'US', location_type: 'HOME' },
      homeLocationEnumOrigins: { country: 'United States' },
    },
  };
}

function toEmployment(one: Person, step: Person['history'][number]): SnapshotItem {
  const signals = toSignals(one);
  return {
    ...BARE,
    model: 'employment',
    person: {
      ...signals,
      ...(step.workId !== undefined && { workId: step.workId }),
      ...(step.workEmail !== undefined && { workEmail: step.workEmail }),
      personalEmail: null,
      birthDate: null,
    },
    effectiveDate: step.date,
    fields: {
      job_title: step.title,
      pay_rate: step.rate,
      pay_period: 'YEAR',
      pay_frequency: 'SEMIMONTHLY',
      pay_currency: 'USD',
      flsa_status: 'EXEMPT',
      effective_date: at(step.date),
      employment_type: 'FULL_TIME',
    },
    enumOrigins: { pay_frequency: 'Semimonthly' },
  };
}
