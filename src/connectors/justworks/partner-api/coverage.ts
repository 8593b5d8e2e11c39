import type { SnapshotModel } from '../../../hris/snapshot.ts';
import { capabilitiesOfScopes } from './scopes.ts';

export type Section = 'company' | 'members' | 'payrolls' | 'paystubs' | 'policies' | 'time_off' | 'balances';

/** The models that are read of each section. */
const MODELS: Readonly<Record<Section, readonly SnapshotModel[]>> = {
  company: ['company', 'location', 'group', 'team'],
  members: ['employee', 'employment'],
  payrolls: ['payroll_run'],
  paystubs: ['pay_group', 'employee_payroll_run'],
  // Kinds of time off, which say nothing by themselves.
  policies: [],
  time_off: ['time_off'],
  balances: ['time_off_balance'],
};
const ALL_MODELS: readonly SnapshotModel[] = Object.values(MODELS).flat();

/** Which capability opens each section. */
const OPENED_BY: Readonly<Record<Section, readonly string[]>> = {
  company: ['company_basic'],
  members: ['member_basic'],
  payrolls: ['payroll'],
  // Paystubs are listed by payroll.
  paystubs: ['payroll', 'paystub'],
  policies: ['time_off'],
  time_off: ['time_off'],
  balances: ['time_off'],
};

/** Sections that are read by the help of another one. */
const BUILT_ON: Readonly<Partial<Record<Section, readonly Section[]>>> = {
  payrolls: ['paystubs'],
  policies: ['time_off', 'balances'],
};

/** What one reading may see, and what it found to be out of reach. Grows smaller while it reads. */
export class Coverage {
  readonly #asked: ReadonlySet<string>;
  readonly #granted: Set<string>;
  readonly #models: ReadonlySet<SnapshotModel>;
  readonly #broken = new Set<SnapshotModel>();
  readonly #unread = new Set<Section>();

  constructor(
    askedScopes: readonly string[],
    grantedScopes: readonly string[],
    models: readonly SnapshotModel[] = ALL_MODELS,
  ) {
    this.#asked = new Set(capabilitiesOfScopes(askedScopes).map(({ capability }) => capability));
    this.#granted = new Set(capabilitiesOfScopes(grantedScopes).map(({ capability }) => capability));
    this.#models = new Set(models);
  }

  has(capability: string): boolean {
    return this.#granted.has(capability);
  }

  isAsked(capability: string): boolean {
    return this.#asked.has(capability);
  }

  wants(model: SnapshotModel): boolean {
    return this.#models.has(model);
  }

  /** Whether a section is both asked for and open. */
  reads(section: Section): boolean {
    const isOpen = OPENED_BY[section].every((capability) => this.has(capability));
    return isOpen && !this.#unread.has(section) && this.#isNeeded(section);
  }

  /** The source refused what this opens. */
  lose(capability: string): void {
    this.#granted.delete(capability);
  }

  /** It could not be read this time, whatever is granted. */
  leaveOut(section: Section): void {
    for (const part of withBuiltOn(section)) this.#unread.add(part);
  }

  /** Its records could not be read to their end. */
  leaveOutModel(model: SnapshotModel): void {
    this.#broken.add(model);
  }

  /** What can't be read without this section, of what was asked for. */
  modelsThrough(section: Section): SnapshotModel[] {
    const fed = withBuiltOn(section).flatMap((part) => MODELS[part]);
    return fed.filter((model) => this.wants(model));
  }

  /** Capabilities that opened what was read. */
  provenCapabilities(): string[] {
    const read = (Object.keys(MODELS) as Section[]).filter((section) => this.reads(section));
    return [...new Set(read.flatMap((section) => OPENED_BY[section]))];
  }

  missingCapabilities(): string[] {
    return [...this.#asked].filter((capability) => !this.has(capability));
  }

  coveredModels(): SnapshotModel[] {
    const read = (Object.keys(MODELS) as Section[]).filter((section) => this.reads(section));
    return read.flatMap((section) => MODELS[section]).filter((model) => this.#isCovered(model));
  }

  #isNeeded(section: Section): boolean {
    // People are placed in the company's offices and departments, and their newest paystub names their pay group.
    if (section === 'company' && this.wants('employee')) return true;
    return withBuiltOn(section).some((part) => MODELS[part].some((model) => this.wants(model)));
  }

  /** A change of pay alone is an employment too: where pay was granted once, those are kept until it is back. */
  #seesAllEmployments(): boolean {
    const seesPay = this.has('member_pay') || !this.isAsked('member_pay');
    return this.has('member_employment') && seesPay;
  }

  #isCovered(model: SnapshotModel): boolean {
    if (!this.wants(model) || this.#broken.has(model)) return false;
    // People name offices and departments that the company does not list.
    if (model === 'location' || model === 'group' || model === 'team') return this.reads('members');
    return model !== 'employment' || this.#seesAllEmployments();
  }
}

const withBuiltOn = (section: Section): Section[] => [section, ...(BUILT_ON[section] ?? [])];
