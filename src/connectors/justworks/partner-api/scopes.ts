import { invalidInput } from '../../../lib/app-error.ts';
import type { CapabilityDefinition } from '../../contract.ts';

/** A token with a scope has its children too (the source's own documentation, 1.7.2). */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  'company.detail:read': ['company.basic:read'],
  'member.detail:read': ['member.basic:read'],
};

export const DEFAULT_SCOPES: readonly string[] = [
  'company.detail:read',
  'member.detail:read',
  'member.employment:read',
  'member.pay:read',
  'member.dob:read',
  'payroll:read',
  'paystub:read',
  'time_off:read',
];

const FIX = 'Link Justworks again and choose "Authorize" on its page as an admin who may manage employees.';

function scope(
  capability: string,
  permission: string,
  rest: Pick<CapabilityDefinition, 'unlocks' | 'reason'> & Partial<CapabilityDefinition>,
): CapabilityDefinition {
  return { capability, permissions: [permission], fix: FIX, isRequired: false, feeds: [], ...rest };
}

/** What each scope of the Partner API lets us read. */
const SCOPE_CAPABILITIES: readonly CapabilityDefinition[] = [
  scope('company_basic', 'company.basic:read', {
    unlocks: 'company, offices and departments',
    reason: 'People are shown with the office and the department they belong to.',
    isRequired: true,
    feeds: ['company', 'location', 'group', 'team'],
  }),
  scope('company_detail', 'company.detail:read', {
    unlocks: "the company's employer identification number",
    reason: 'The number tells that two ways of linking lead to the same company.',
    isRequired: true,
  }),
  scope('member_basic', 'member.basic:read', {
    unlocks: 'people: names, work e-mails, departments, offices and managers',
    reason: 'The roster is made of them.',
    isRequired: true,
    feeds: ['employee'],
  }),
  scope('member_detail', 'member.detail:read', {
    unlocks: 'start and end dates, phones, home addresses and personal e-mails',
    reason: 'Without dates nobody can be told to start or to leave.',
    isRequired: true,
  }),
  scope('member_employment', 'member.employment:read', {
    unlocks: 'titles and employment types over time',
    reason: 'Each change of a job becomes an employment.',
    isRequired: true,
    feeds: ['employment'],
  }),
  scope('member_pay', 'member.pay:read', {
    unlocks: 'pay rates and pay frequencies over time',
    reason: 'Employments carry the pay that goes with them.',
  }),
  scope('member_birth_date', 'member.dob:read', {
    unlocks: 'birth dates',
    reason: 'A birth date tells two people of one name apart.',
  }),
  scope('payroll', 'payroll:read', {
    unlocks: 'payroll runs',
    reason: 'Payroll runs say when people are paid.',
    feeds: ['payroll_run'],
  }),
  scope('paystub', 'paystub:read', {
    unlocks: 'paystubs with earnings, deductions and taxes, and pay groups',
    reason: 'Paystubs say what each person is paid.',
    feeds: ['pay_group', 'employee_payroll_run'],
  }),
  scope('time_off', 'time_off:read', {
    unlocks: 'time off and its balances',
    reason: 'Absences and what is left of them are read from here.',
    feeds: ['time_off', 'time_off_balance'],
  }),
  scope('member_tax_id', 'member.tax_id:read', {
    unlocks: 'social security numbers',
    reason: 'Only for uses that need the number itself.',
  }),
  scope('member_sex', 'member.sex:read', {
    unlocks: 'the sex assigned at birth, in remote data only',
    reason: 'It is never taken for a gender.',
  }),
];

export const apiCapabilityKeys: readonly string[] = SCOPE_CAPABILITIES.map(({ capability }) => capability);

/** With all the children. */
function expandScopes(scopes: readonly string[]): Set<string> {
  return new Set(scopes.flatMap((name) => [name, ...(CHILDREN[name] ?? [])]));
}

/** What may be read when these scopes are asked for. */
export function capabilitiesOfScopes(scopes: readonly string[]): CapabilityDefinition[] {
  const asked = expandScopes(scopes);
  return SCOPE_CAPABILITIES.filter(({ permissions }) => permissions.every((name) => asked.has(name)));
}

export function findCapabilityOfScope(name: string | null): string | undefined {
  if (name === null) return undefined;
  return SCOPE_CAPABILITIES.find(({ permissions }) => permissions.includes(name))?.capability;
}

/**
 * @param text scopes between spaces or commas; empty: the usual ones
 * @throws AppError invalid_input `justworks_scope_unknown`, `justworks_scope_missing`
 */
export function parseScopes(text: string): string[] {
  const scopes = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
  if (scopes.length === 0) return [...DEFAULT_SCOPES];
  const known = new Set([...SCOPE_CAPABILITIES.flatMap(({ permissions }) => permissions)]);
  const unknown = scopes.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw invalidInput('justworks_scope_unknown', `Justworks' scope "${unknown}" is none that is used here.`);
  const lacking = ['company.basic:read', 'member.basic:read'].find((name) => !expandScopes(scopes).has(name));
  if (lacking !== undefined)
    throw invalidInput('justworks_scope_missing', `Justworks' scope "${lacking}" is needed in any case.`);
  return scopes;
}
