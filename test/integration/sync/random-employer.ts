import {
  CENSUS_COLUMNS,
  HISTORY_COLUMNS,
  randomOf,
  toCsv,
  withBrokenDate,
  type CensusCells,
  type HistoryCells,
} from './random-rows.ts';
import { SETTINGS, type Employer } from './reports-world.ts';

interface RandomPerson {
  cells: CensusCells;
  history: HistoryCells[];
}

const FIRST = ['Ada', 'Bob', 'Cy', 'Di'];
const LAST = ['Stone', '(Ex) Moon', 'Lee'];
const TYPES = [
  'Employee - Full Time (W-2)',
  'Employee - Part Time (W-2)',
  'U.S. Contractor or Consultant (1099)',
  '3rd Party Admin / Accountant',
  '',
];
const DEPARTMENTS = ['Engineering', 'Sales', 'No Department', ''];
const OFFICES = ['New York', 'Austin', ''];
const STARTS = ['01/06/2020', '03/02/2026', '12/01/2026'];

/** An employer that changes by chance; the same seed is the same life. */
export class RandomEmployer {
  readonly #random: () => number;
  readonly #people: RandomPerson[] = [];
  #settings = SETTINGS;
  #isTwisted = false;
  #hasContractors = false;
  #isSettingsHidden = false;
  #isHistoryHidden = false;
  #isHistoryBroken = false;
  #born = 0;

  constructor(seed: number, size: number) {
    this.#random = randomOf(seed);
    for (let count = 0; count < size; count += 1) this.#hire();
  }

  /** Some of the things that happen to employers; what is hidden or broken is so for one reading. */
  change(): string[] {
    this.#isSettingsHidden = this.#isHistoryHidden = this.#isHistoryBroken = false;
    const names = Object.keys(EVENTS);
    const chosen = Array.from({ length: 1 + this.#below(3) }, () => this.#pick(names));
    for (const name of chosen) EVENTS[name]!(this);
    return chosen;
  }

  toEmployer(): Employer {
    const census = this.#people.map(({ cells }) => cells);
    const history = this.#people.flatMap((person) => person.history);
    return {
      settings: this.#isSettingsHidden ? null : this.#settings,
      census: toCsv(CENSUS_COLUMNS, this.#isTwisted ? census.toReversed() : census),
      workHistory: this.#isHistoryHidden
        ? null
        : toCsv(HISTORY_COLUMNS, this.#isHistoryBroken ? withBrokenDate(history) : history),
      contractors: this.#hasContractors
        ? [
            {
              id: 'c1',
              first_name: 'Con',
              last_name: 'Tractor',
              work_email: 'con@acme.example',
              start_date: '2025-01-01',
              title: 'Helper',
            },
          ]
        : [],
    };
  }

  hire(): void {
    this.#hire();
  }

  leave(): void {
    if (this.#people.length > 3) this.#people.splice(this.#below(this.#people.length), 1);
  }

  changeCell(): void {
    const { cells } = this.#one();
    const other = this.#newCells();
    const name = this.#pick(Object.keys(cells) as (keyof CensusCells)[]);
    cells[name] = other[name];
  }

  unknownWord(): void {
    const { cells } = this.#one();
    cells.gender = cells.gender === 'Otherwise' ? 'Female' : 'Otherwise';
  }

  changePay(): void {
    const { history } = this.#one();
    if (history.length > 0) this.#pick(history).rate = `${40_000 + this.#below(1000)}.00`;
  }

  promote(): void {
    const person = this.#one();
    person.history.push(this.#newHistory(person.cells));
  }

  loseHistory(): void {
    const { history } = this.#one();
    history.splice(0);
  }

  swapIds(): void {
    const [one, other] = [this.#one(), this.#one()];
    [one.cells.workId, other.cells.workId] = [other.cells.workId, one.cells.workId];
  }

  swapEmails(): void {
    const [one, other] = [this.#one(), this.#one()];
    [one.cells.workEmail, other.cells.workEmail] = [other.cells.workEmail, one.cells.workEmail];
  }

  comeTwice(): void {
    const { cells, history } = this.#one();
    this.#people.push({ cells: { ...cells }, history: history.map((row) => ({ ...row })) });
  }

  bearTwin(): void {
    const { cells } = this.#one();
    const twin = this.#hire();
    Object.assign(twin.cells, { first: cells.first, last: cells.last, birthDate: cells.birthDate });
  }

  moveManagers(): void {
    const { workEmail, first, last } = this.#one().cells;
    for (const { cells } of this.#people.slice(0, 3)) {
      if (this.#below(2) === 0) Object.assign(cells, { managerEmail: workEmail, manager: '' });
      else Object.assign(cells, { managerEmail: '', manager: `${first} ${last}` });
    }
  }

  renameDepartment(): void {
    for (const { cells } of this.#people) if (cells.department === 'Sales') cells.department = 'Sales West';
  }

  listOffice(): void {
    const austin = { id: 'o2', name: 'Austin', city: 'Austin' };
    const offices = this.#settings.offices.length > 1 ? SETTINGS.offices : [...SETTINGS.offices, austin];
    this.#settings = { ...this.#settings, offices };
  }

  turnAround(): void {
    this.#isTwisted = !this.#isTwisted;
  }

  showContractors(): void {
    this.#hasContractors = !this.#hasContractors;
  }

  hideSettings(): void {
    this.#isSettingsHidden = true;
  }

  hideHistory(): void {
    this.#isHistoryHidden = true;
  }

  breakHistory(): void {
    this.#isHistoryBroken = true;
  }

  #hire(): RandomPerson {
    const cells = this.#newCells();
    const rows = this.#below(3);
    const person: RandomPerson = { cells, history: [] };
    for (let row = 0; row < rows; row += 1) person.history.push(this.#newHistory(cells));
    this.#people.push(person);
    return person;
  }

  #newCells(): CensusCells {
    const number = (this.#born += 1);
    return {
      workId: this.#below(5) === 0 ? '' : `W${number}`,
      first: this.#pick(FIRST),
      preferred: this.#below(3) === 0 ? 'Sam' : '',
      last: this.#pick(LAST),
      workEmail: this.#below(5) === 0 ? '' : `Person${number}@acme.example`,
      homeEmail: this.#below(3) === 0 ? '' : `p${number}@home.example`,
      phone: this.#below(4) === 0 ? '' : `(212) 555-01${String(this.#below(100)).padStart(2, '0')}`,
      birthDate: this.#below(5) === 0 ? '' : `0${1 + this.#below(3)}/12/198${this.#below(3)}`,
      gender: this.#pick(['Female', 'Male', '']),
      street: this.#below(3) === 0 ? '' : `${number} Main Street`,
      country: this.#pick(['US', 'United Kingdom', '']),
      title: this.#pick(['Engineer', 'Writer', '']),
      department: this.#pick(DEPARTMENTS),
      office: this.#pick(OFFICES),
      manager: '',
      managerEmail: '',
      type: this.#pick(TYPES),
      start: this.#pick(STARTS),
      end: this.#below(6) === 0 ? '10/30/2026' : '',
      status: this.#below(6) === 0 ? 'Terminated' : 'Active',
    };
  }

  #newHistory(cells: CensusCells): HistoryCells {
    const { workId, first, last, workEmail, type } = cells;
    const isNameless = this.#below(4) === 0;
    return {
      ...{ workId: isNameless ? '' : workId, first, last, workEmail: isNameless ? '' : workEmail, type },
      date: this.#pick(['01/06/2020', '05/01/2025', '']),
      title: this.#pick(['Engineer', 'Writer', 'Head']),
      payType: this.#pick(['Salary', 'Hourly', 'In Kind']),
      rate: `${50_000 + this.#below(1000)}.00`,
      frequency: 'Weekly',
    };
  }

  #one = (): RandomPerson => this.#pick(this.#people);
  #pick = <T>(pool: readonly T[]): T => pool[this.#below(pool.length)]!;
  #below = (limit: number): number => Math.floor(this.#random() * limit);
}

const EVENTS: Record<string, (life: RandomEmployer) => void> = {
  hire: (life) => life.hire(),
  leave: (life) => life.leave(),
  changeCell: (life) => life.changeCell(),
  unknownWord: (life) => life.unknownWord(),
  changePay: (life) => life.changePay(),
  promote: (life) => life.promote(),
  loseHistory: (life) => life.loseHistory(),
  swapIds: (life) => life.swapIds(),
  swapEmails: (life) => life.swapEmails(),
  comeTwice: (life) => life.comeTwice(),
  bearTwin: (life) => life.bearTwin(),
  moveManagers: (life) => life.moveManagers(),
  renameDepartment: (life) => life.renameDepartment(),
  listOffice: (life) => life.listOffice(),
  turnAround: (life) => life.turnAround(),
  showContractors: (life) => life.showContractors(),
  hideSettings: (life) => life.hideSettings(),
  hideHistory: (life) => life.hideHistory(),
  breakHistory: (life) => life.breakHistory(),
};
