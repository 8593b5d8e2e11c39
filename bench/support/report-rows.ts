/** What a person's rows are made of; index and column decide, so that a row never depends on the ones before. */
const FIRST_NAMES = [
  'Ada',
  'José',
  'Mary Ann',
  'Łukasz',
  'Grace',
  'Wei',
  'Omar',
  'Priya',
  'John',
  'Zoë',
  'Ivy',
];
const LAST_NAMES = [
  'Stone',
  'Núñez',
  'van der Berg',
  "O'Neil",
  '(Ex) Smith',
  'Kim',
  'Nowak',
  'Moon',
  'Lee-Hart',
];
const DEPARTMENTS = ['Engineering', 'Sales  West', 'People & Culture', 'No Department', 'Finance', 'Support'];
const OFFICES = ['New York', 'Remote (work from home)', 'Austin', 'São Paulo'];
const STREETS = ['Main Street', 'Linden Row, "The Old Mill"', 'Fifth Avenue', 'Harbor Lane'];
const TYPES = [
  'Employee - Full Time (W-2)',
  'Employee - Full Time (W-2)',
  'Employee - Part Time (W-2)',
  'U.S. Contractor or Consultant (1099)',
  'Employee - Outside of U.S.',
];
const PLACES = [
  ['Troy', 'NY', '12180', 'United States'],
  ['Austin', 'TX', '73301', 'US'],
  ['San José', 'CA', '95101', 'USA'],
  ['Portland', 'OR', '97201', 'United States'],
  ['London', '', 'SW1A 1AA', 'United Kingdom'],
] as const;
const GENDERS = ['Male', 'Female', 'Non-binary', ''];
const ETHNICITIES = [
  'White (Not Hispanic or Latino)',
  'Asian',
  'Two or More Races',
  'Hispanic or Latino',
  '',
];
const TITLES = ['Engineer', 'Writer, Senior', 'Account Executive', 'Analyst II', 'Head of Things'];

export const CENSUS_HEADER = [
  'Work ID',
  'First Name',
  'Preferred Name',
  'Last Name',
  'Work Email',
  'Personal Email',
  'Cell Phone',
  'Home Phone',
  'Date of Birth',
  'Gender',
  'Ethnicity',
  'Street Address 1',
  'Street Address 2',
  'City',
  'State',
  'Postal Code',
  'Country',
  'Job Title',
  'Department',
  'Office',
  'Manager',
  'Manager Email',
  'Member Type',
  'Start Date',
  'Termination Date',
  'Status',
];

export const HISTORY_HEADER = [
  'Work ID',
  'First Name',
  'Last Name',
  'Work Email',
  'Effective Date',
  'Job Title',
  'Department',
  'Office',
  'Manager',
  'Member Type',
  'Pay Type',
  'Pay Rate',
  'Pay Frequency',
  'FLSA Status',
];

/** The `index`th person of the census. */
export function censusCells(index: number): string[] {
  const [city, state, zip, country] = pick(PLACES, index, 1);
  const isGone = draw(index, 2, 12) === 0;
  return [
    workId(index),
    pick(FIRST_NAMES, index, 3),
    draw(index, 4, 9) === 0 ? 'Sam' : '',
    pick(LAST_NAMES, index, 5),
    workEmail(index),
    draw(index, 6, 3) === 0 ? '' : `p${index}@mail.example`,
    phone(index, country),
    '',
    date(index, 7, 1955, 50),
    pick(GENDERS, index, 8),
    pick(ETHNICITIES, index, 9),
    `${draw(index, 10, 980) + 1} ${pick(STREETS, index, 11)}`,
    draw(index, 12, 4) === 0 ? `Apt ${draw(index, 13, 40)}` : '',
    city,
    state,
    zip,
    country,
    pick(TITLES, index, 14),
    pick(DEPARTMENTS, index, 15),
    pick(OFFICES, index, 16),
    'Grace Hopper',
    workEmail(draw(index, 17, 200)),
    pick(TYPES, index, 18),
    date(index, 19, 2005, 20),
    isGone ? date(index, 20, 2025, 1) : '',
    isGone ? 'Terminated' : 'Active',
  ];
}

/** One row of the `index`th person in the work history. */
export function historyCells(index: number): string[] {
  const isHourly = draw(index, 21, 3) === 0;
  return [
    workId(index),
    pick(FIRST_NAMES, index, 3),
    pick(LAST_NAMES, index, 5),
    workEmail(index),
    date(index, 19, 2005, 20),
    pick(TITLES, index, 14),
    pick(DEPARTMENTS, index, 15),
    pick(OFFICES, index, 16),
    'Grace Hopper',
    pick(TYPES, index, 18),
    isHourly ? 'Hourly' : 'Salary',
    isHourly ? `${draw(index, 22, 60) + 15}.50` : `$${draw(index, 23, 200) + 40},000.00`,
    isHourly ? 'Weekly' : 'Semimonthly',
    isHourly ? 'Non-exempt' : 'Exempt',
  ];
}

const workId = (index: number): string => String(index + 1).padStart(6, '0');
const workEmail = (index: number): string => `Person.${index}@acme.example`;

function phone(index: number, country: string): string {
  if (draw(index, 24, 12) === 0) return '';
  const line = String(draw(index, 25, 10_000)).padStart(4, '0');
  if (country === 'United Kingdom') return `+44 20 7946 ${line}`;
  return [`(212) 555-${line}`, `512-555-${line}`, `+1 415 555 ${line}`, `503.555.${line}`][index % 4]!;
}

function date(index: number, column: number, fromYear: number, years: number): string {
  const month = String(draw(index, column, 12) + 1).padStart(2, '0');
  const day = String(draw(index, column + 100, 28) + 1).padStart(2, '0');
  return `${month}/${day}/${fromYear + draw(index, column + 200, years)}`;
}

function pick<T>(pool: readonly T[], index: number, column: number): T {
  return pool[draw(index, column, pool.length)]!;
}

/** An even number below `below`, by the hash of index and column. */
function draw(index: number, column: number, below: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(column + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) % below;
}
