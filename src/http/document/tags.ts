/** What stands under each heading of the reference page. A tag that is missing here fails a test. */
const TAGS: Record<string, string> = {
  companies: 'The employer itself.',
  employees: 'People, and what changed of them.',
  employments: 'Jobs and pay of people, one per period.',
  locations: 'Where people work and live.',
  groups: 'Departments and the like.',
  teams: 'Groups that are used as teams.',
  'pay groups': 'Who is paid together.',
  'payroll runs': 'What was paid when.',
  'employee payroll runs': 'What one person was paid in one run.',
  'time off': 'Requests for time off.',
  'time off balances': 'What is left of each policy.',
  'bank info': 'Always empty: the source does not give it.',
  benefits: 'Always empty: the source does not give it.',
  'employer benefits': 'Always empty: the source does not give it.',
  dependents: 'Always empty: the source does not give it.',
  'timesheet entries': 'Always empty: the source does not give it.',
  linking: 'From a link token to an account token.',
  'linked accounts': 'The employers that are linked, their settings and their control.',
  'sync status': 'How fresh each model is.',
  syncs: 'Runs, what they changed, and what to do with a held one.',
  changes: 'The ordered feed of everything that happened.',
  webhooks: 'Endpoints, deliveries and tries.',
  issues: 'What a person must act on.',
  integrations: 'What each integration can read, and what it needs for it.',
  'source webhooks': 'What the source tells us.',
  modal: 'What the linking modal calls with its link token.',
  'employer page': "Links to the employer's own page, and what that page calls.",
  operations: 'Health and figures of the deployment.',
  scopes: 'Which models and fields are read.',
  'field mappings': 'Fields of your own, read out of what the source said.',
  passthrough: 'Requests to the source itself.',
  'audit trail': 'Who read or changed what is sensitive.',
  'api keys': 'The keys of the organization.',
  organization: 'The organization itself: its looks and its defaults.',
  erasure: 'Deleting for good, and the receipts of it.',
};

/** The tags that the operations use, in the order of the table; an unknown one is last and says nothing. */
export function describeTags(used: Set<string>): { name: string; description: string }[] {
  const known = Object.keys(TAGS).filter((name) => used.has(name));
  const unknown = [...used].filter((name) => TAGS[name] === undefined).sort();
  return [...known, ...unknown].map((name) => ({ name, description: TAGS[name] ?? '' }));
}
