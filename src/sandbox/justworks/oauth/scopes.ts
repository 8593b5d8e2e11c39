/** Scope to the scopes that come with it. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'company.basic:read': [],
  'company.detail:read': ['company.basic:read'],
  'company.bank_account:read': [],
  'member.basic:read': [],
  'member.detail:read': ['member.basic:read'],
  'member.dob:read': [],
  'member.sex:read': [],
  'member.employment:read': [],
  'member.pay:read': [],
  'member.tax_id:read': [],
  'payroll:read': [],
  'paystub:read': [],
  'time_off:read': [],
  'deductions:read': [],
  'deductions:write': ['deductions:read'],
};

/** What a person reads in the consent. */
export const SCOPE_TEXTS: Readonly<Record<string, string>> = {
  'company.basic:read': 'Your company: name, departments and offices',
  'company.detail:read': 'Your company: addresses, phones, tax id and custom fields',
  'company.bank_account:read': 'Your company: bank account',
  'member.basic:read': 'Your people: name, title, department, office, manager and work e-mail',
  'member.detail:read': 'Your people: personal contact details, start and end dates',
  'member.dob:read': 'Your people: date of birth',
  'member.sex:read': 'Your people: sex assigned at birth',
  'member.employment:read': 'Your people: job history',
  'member.pay:read': 'Your people: pay and its history',
  'member.tax_id:read': 'Your people: social security number',
  'payroll:read': 'Payrolls',
  'paystub:read': 'Paystubs',
  'time_off:read': 'Time off: policies, requests and balances',
  'deductions:read': 'Deductions: read',
  'deductions:write': 'Deductions: change',
};

const SENSITIVE_SCOPES = ['member.sex:read', 'member.dob:read'];

export function isScope(text: string): boolean {
  return Object.hasOwn(SCOPES, text);
}

/** `a:read b:read` as scopes, each once. */
export function parseScopes(text: string): string[] {
  return [...new Set(text.split(' ').filter((scope) => scope !== ''))];
}

/** A scope opens what its children open. */
export function opens(granted: readonly string[], needed: string): boolean {
  return granted.some((scope) => scope === needed || SCOPES[scope]?.includes(needed));
}

/** Sex and date of birth need a tick of their own. */
export function needsTick(scopes: readonly string[]): boolean {
  return scopes.some((scope) => SENSITIVE_SCOPES.includes(scope));
}
