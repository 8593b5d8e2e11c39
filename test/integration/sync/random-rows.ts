/** Columns of the reports as the random employer fills them. */
export const CENSUS_COLUMNS = {
  workId: 'Work ID',
  first: 'First Name',
  preferred: 'Preferred Name',
  last: 'Last Name',
  workEmail: 'Work Email',
  homeEmail: 'Personal Email',
  phone: 'Cell Phone',
  birthDate: 'Date of Birth',
  gender: 'Gender',
  street: 'Street Address 1',
  country: 'Country',
  title: 'Job Title',
  department: 'Department',
  office: 'Office',
  manager: 'Manager',
  managerEmail: 'Manager Email',
  type: 'Member Type',
  start: 'Start Date',
  end: 'Termination Date',
  status: 'Status',
} as const;
export const HISTORY_COLUMNS = {
  workId: 'Work ID',
  first: 'First Name',
  last: 'Last Name',
  workEmail: 'Work Email',
  date: 'Effective Date',
  title: 'Job Title',
  type: 'Member Type',
  payType: 'Pay Type',
  rate: 'Pay Rate',
  frequency: 'Pay Frequency',
} as const;

export type CensusCells = Record<keyof typeof CENSUS_COLUMNS, string>;
export type HistoryCells = Record<keyof typeof HISTORY_COLUMNS, string>;
/** Strict to the last row but one. */
export const withBrokenDate = (rows: readonly HistoryCells[]): HistoryCells[] =>
  rows.map((row, place) => (place === rows.length - 1 ? { ...row, date: 'soon' } : row));

export function toCsv<Name extends string>(
  columns: Readonly<Record<Name, string>>,
  rows: readonly Record<Name, string>[],
): string {
  const names = Object.keys(columns) as Name[];
  const lines = [names.map((name) => columns[name]), ...rows.map((row) => names.map((name) => row[name]))];
  return lines.map((cells) => `${cells.map((cell) => `"${cell}"`).join(',')}\n`).join('');
}

/** Even numbers from 0 to 1, always the same ones (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
