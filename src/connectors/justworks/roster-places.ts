import type { GroupItem, LocationItem, SourceNotice } from '../../hris/snapshot.ts';
import { toTextShape } from '../../lib/text-shape.ts';
import { toGroupItem, toNamedGroupItem } from './mapping/to-group.ts';
import { toLocationItem, toNamedLocationItem } from './mapping/to-location.ts';
import { toNameUnless } from './web/reports/roster-words.ts';
import type { EmployerSettings } from './web/settings.ts';
import type { Site } from './web/site-schema.ts';

type Place = LocationItem | GroupItem;

const MAX_SHAPES = 20;
const MAX_SHAPE_LENGTH = 40;

/** Offices and departments: those of the settings, and those that only people name. */
export class RosterPlaces {
  readonly #site: Site;
  readonly #settings: EmployerSettings;
  readonly #offices = new Set<string>();
  readonly #departments = new Set<string>();

  constructor(site: Site, settings: EmployerSettings) {
    this.#site = site;
    this.#settings = settings;
  }

  /** As the settings list them. */
  listed(): Place[] {
    return [...firstOfEachKey(this.#listedOffices()), ...firstOfEachKey(this.#listedDepartments())];
  }

  /** Takes down where somebody works. */
  note({ office, department }: { office: string | null; department: string | null }): void {
    if (office !== null) this.#offices.add(office);
    if (department !== null) this.#departments.add(department);
  }

  /** Those that people name and the settings lack; to be asked when everybody was noted. */
  onlyNamed(): Place[] {
    const listed = new Set(this.listed().map(({ sourceKey }) => sourceKey));
    const named = [
      ...[...this.#offices].filter((name) => this.#isOffice(name)).map(toNamedLocationItem),
      ...[...this.#departments].filter((name) => this.#isDepartment(name)).map(toNamedGroupItem),
    ];
    return firstOfEachKey(named).filter(({ sourceKey }) => !listed.has(sourceKey));
  }

  /** People name their place and not its id, so two of one name can't be told apart: the first one stands for both. */
  notices(): SourceNotice[] {
    return [
      ...toRepeatedNames('offices', this.#listedOffices()),
      ...toRepeatedNames('departments', this.#listedDepartments()),
    ];
  }

  #listedOffices(): LocationItem[] {
    const { offices } = this.#settings;
    return offices
      .filter(({ name }) => this.#isOffice(name))
      .map((office) => toLocationItem(office, this.#site.paths.offices));
  }

  #listedDepartments(): GroupItem[] {
    const { departments } = this.#settings;
    return departments
      .filter(({ name }) => this.#isDepartment(name))
      .map((department) => toGroupItem(department, this.#site.paths.departments));
  }

  #isOffice(name: string): boolean {
    return toNameUnless(name, this.#site.words.noOffice) !== null;
  }

  #isDepartment(name: string): boolean {
    return toNameUnless(name, this.#site.words.noDepartment) !== null;
  }
}

/** Two of one name can't be told apart by the people in them; the first one stands for both. */
export function firstOfEachKey<T extends Place>(items: readonly T[]): T[] {
  const seen = new Set<string>();
  return items.filter(({ sourceKey }) => !seen.has(sourceKey) && seen.add(sourceKey));
}

/** Shapes of names that stand there several times. */
export function toRepeatedNames(subject: string, items: readonly Place[]): SourceNotice[] {
  const groups = Object.values(Object.groupBy(items, ({ sourceKey }) => sourceKey));
  const repeated = groups.filter((group) => group!.length > 1);
  if (repeated.length === 0) return [];
  const details = repeated.map((group) => {
    return `${toTextShape(group![0]!.fields.name ?? '', MAX_SHAPE_LENGTH)}: ${group!.length} times`;
  });
  return [
    {
      code: 'place_name_repeated',
      subject,
      description: `Several ${subject} of the settings have one name, so nobody can tell whose people are whose: the first one stands for all. Give each its own name at the source.`,
      details: details.slice(0, MAX_SHAPES),
    },
  ];
}
