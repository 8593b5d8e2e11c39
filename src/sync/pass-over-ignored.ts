import type { Sealer } from '../crypto/vault.ts';
import type { HashedSignals } from '../db/schema/erasure.ts';
import { isSomebodyElse, resolvePerson } from '../hris/identity.ts';
import type {
  EmployeeItem,
  ManagerSignal,
  PersonSignals,
  SnapshotItem,
  TimeOffItem,
} from '../hris/snapshot.ts';
import { blankCells } from './blank-cells.ts';
import { hashNamed, hashSignals, hashSpellings, IGNORED } from './ignored-signals.ts';

/** Somebody of whom nothing may be stored, as far as hashes tell. */
export interface IgnoredPerson {
  employeeId: string;
  /** False: until the source says that they are back. */
  isForGood: boolean;
  signals: HashedSignals & {
    /** Nobody else in the account had the name: then the name alone says who it is. */
    isNameUnique: boolean;
  };
  spellings: readonly string[];
}

/**
 * Takes ignored people out of a reading, before anything of it is staged. In the place of a person's own row comes one that says
 * nothing but whose it is, so that nobody takes the person for gone; what belongs to them is dropped, and rows of others that name
 * them say their id alone.
 */
export class IgnoredFilter {
  /** Who is back at work; of these nothing is dropped from then on. Connectors give people before what they have. */
  readonly returned = new Set<string>();
  readonly #people: ReadonlyMap<string, IgnoredPerson>;
  readonly #bySignal: ReadonlyMap<string, readonly IgnoredPerson[]>;
  readonly #spellings: ReadonlySet<string>;
  readonly #sealer: Sealer;
  readonly #stubbed = new Set<string>();

  constructor(people: readonly IgnoredPerson[], sealer: Sealer) {
    this.#sealer = sealer;
    this.#people = new Map(people.map((person) => [person.employeeId, person]));
    this.#bySignal = indexBySignal(people);
    // Who may come back is told of again some day, by the own row at first.
    this.#spellings = new Set(people.filter((person) => person.isForGood).flatMap(spellingsOf));
  }

  /** The item as it may be staged; undefined: not at all. */
  cover(item: SnapshotItem): SnapshotItem | undefined {
    if (this.#people.size === 0) return item;
    if (item.model === 'employee') return this.#coverEmployee(item);
    if ('person' in item && this.#isIgnoredOwner(item.person)) return undefined;
    return this.#blankRows(item.model === 'time_off' ? this.#coverApprover(item) : item);
  }

  #coverEmployee(item: EmployeeItem): SnapshotItem | undefined {
    const ignored = this.#findPerson(item.person);
    if (!ignored) return this.#blankRows(this.#coverManager(item));
    if (!ignored.isForGood && isBack(item)) {
      this.returned.add(ignored.employeeId);
      return this.#blankRows(this.#coverManager(item));
    }
    if (this.#stubbed.has(ignored.employeeId)) return undefined;
    this.#stubbed.add(ignored.employeeId);
    return toStub(item, ignored);
  }

  #coverManager(item: EmployeeItem): EmployeeItem {
    const { manager } = item.refs;
    const ignored = manager && this.#findNamed(manager);
    return ignored ? { ...item, refs: { ...item.refs, manager: toIgnoredName(ignored) } } : item;
  }

  #coverApprover(item: TimeOffItem): TimeOffItem {
    const { approver } = item.refs;
    const ignored = approver && this.#findNamed(approver);
    return ignored ? { ...item, refs: { ...item.refs, approver: toIgnoredName(ignored) } } : item;
  }

  /** The source's own rows of others may name the person anywhere. */
  #blankRows<Item extends SnapshotItem>(item: Item): Item {
    const isBlanked = (text: string) =>
      hashSpellings(this.#sealer, text).some((hash) => this.#spellings.has(hash));
    const remoteData = blankCells(item.remoteData, isBlanked) as Item['remoteData'];
    return remoteData === item.remoteData ? item : { ...item, remoteData };
  }

  #findPerson(person: PersonSignals): IgnoredPerson | undefined {
    const signals = hashSignals(this.#sealer, person);
    const people = this.#candidates(signals);
    const resolution = resolvePerson(
      signals,
      people.map(({ employeeId, signals: known }) => ({ id: employeeId, isDeleted: false, signals: known })),
    );
    if (resolution.outcome === 'known') return this.#people.get(resolution.id);
    if (resolution.outcome !== 'ambiguous') return undefined;
    // In doubt nothing is stored, unless a Work ID or an address was clearly given to somebody new.
    return people.find(
      (one) => resolution.ids.includes(one.employeeId) && !isSomebodyElse(signals, one.signals),
    );
  }

  #isIgnoredOwner(person: PersonSignals): boolean {
    const signals = hashSignals(this.#sealer, person);
    return this.#candidates(signals).some(
      (one) => !this.returned.has(one.employeeId) && isOwnedBy(signals, one.signals),
    );
  }

  /** Of those alone who never come back: whoever left long ago is nobody's manager. */
  #findNamed(named: ManagerSignal): IgnoredPerson | undefined {
    const signals = hashNamed(this.#sealer, named);
    return this.#candidates(signals).find(
      (one) => one.isForGood && (signals.nameKey === undefined || one.signals.isNameUnique),
    );
  }

  #candidates(signals: Partial<HashedSignals>): IgnoredPerson[] {
    return [...new Set(keysOf(signals).flatMap((key) => this.#bySignal.get(key) ?? []))];
  }
}

/** Of somebody whose name or addresses were out of scope, the signals alone tell them. */
function spellingsOf({ spellings, signals }: IgnoredPerson): string[] {
  const { workEmail, personalEmail, nameKey, isNameUnique } = signals;
  return [...spellings, workEmail, personalEmail, isNameUnique ? nameKey : null].filter(
    (one) => one !== null,
  );
}

function indexBySignal(people: readonly IgnoredPerson[]): Map<string, IgnoredPerson[]> {
  const index = new Map<string, IgnoredPerson[]>();
  for (const person of people) {
    for (const key of keysOf(person.signals)) index.set(key, [...(index.get(key) ?? []), person]);
  }
  return index;
}

const SIGNALS = ['remoteId', 'workId', 'workEmail', 'personalEmail', 'nameKey'] as const;

const keysOf = (signals: Partial<HashedSignals>): string[] =>
  SIGNALS.flatMap((name) => (signals[name] ? [`${name} ${signals[name]}`] : []));

/** What a person has names them by fewer signals than their own row does. */
function isOwnedBy(row: HashedSignals, known: IgnoredPerson['signals']): boolean {
  const isSame = (name: keyof HashedSignals) => row[name] !== null && row[name] === known[name];
  const isOther = (name: keyof HashedSignals) =>
    row[name] !== null && known[name] !== null && row[name] !== known[name];
  if (isSame('remoteId')) return true;
  if (isOther('remoteId')) return false;
  if (isSame('workId') || isSame('workEmail') || (isSame('nameKey') && isSame('birthDate'))) return true;
  const isContradicted = isOther('workId') || isOther('workEmail') || isOther('birthDate');
  return isSame('nameKey') && known.isNameUnique && !isContradicted;
}

const isBack = ({ fields }: EmployeeItem): boolean =>
  fields.employment_status === 'ACTIVE' || fields.employment_status === 'PENDING';

const toIgnoredName = ({ employeeId }: IgnoredPerson): ManagerSignal => ({ remoteId: IGNORED + employeeId });

const NO_SIGNALS = { workId: null, workEmail: null, personalEmail: null, nameKey: null, birthDate: null };
const NO_REFS: EmployeeItem['refs'] = {
  company: null,
  workLocation: null,
  groups: [],
  team: null,
  payGroup: null,
  manager: null,
  homeLocation: null,
};

function toStub({ fields }: EmployeeItem, { employeeId }: IgnoredPerson): EmployeeItem {
  const nothing = Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
  return {
    model: 'employee',
    person: { ...NO_SIGNALS, remoteId: IGNORED + employeeId },
    fields: nothing as EmployeeItem['fields'],
    refs: NO_REFS,
    remoteId: null,
    enumOrigins: {},
    remoteData: [],
  };
}
