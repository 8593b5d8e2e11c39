import { Value } from 'typebox/value';
import { invalidInput } from '../../../lib/app-error.ts';
import { MINUTE_MS, SECOND_MS } from '../../../lib/duration.ts';
import { censusColumns, workHistoryColumns } from './reports/columns.ts';
import { Site } from './site-schema.ts';

export type { Site } from './site-schema.ts';

const DEFAULT_SITE: Site = {
  origins: ['https://secure.justworks.com', 'https://payroll.justworks.com'],
  invitationLinkOrigins: ['https://secure.justworks.com', 'https://payroll.justworks.com'],
  extraDownloadOrigins: [],
  invitationLinkPaths: [],
  invitationSenderDomains: ['justworks.com'],
  mail: {
    passwordReset: {
      subjects: ['reset your password', 'password reset', 'forgot your password'],
      linkPaths: ['/password/reset/*', '/password/edit', '/reset_password/*'],
    },
    signInAlert: {
      subjects: [
        'new sign-in',
        'new sign in',
        'new login',
        'new log-in',
        'new device',
        'unrecognized device',
      ],
      linkPaths: [],
    },
    authenticatorChange: {
      subjects: [
        'two-factor',
        'two factor',
        'two-step',
        '2-step',
        'multi-factor',
        'authenticator',
        'passkey',
        'verification method',
      ],
      linkPaths: [],
    },
    passwordExpiring: {
      subjects: [
        'password will expire',
        'password is about to expire',
        'password expires',
        'update your password',
      ],
      linkPaths: [],
    },
    harmlessLinkHosts: [
      'justworks.com',
      'www.justworks.com',
      'help.justworks.com',
      'status.justworks.com',
      'apps.apple.com',
      'play.google.com',
      'www.facebook.com',
      'www.instagram.com',
      'www.linkedin.com',
      'twitter.com',
      'x.com',
    ],
  },
  userAgent: 'Muster/0.1',
  allowedRequests: [
    'GET /login',
    'POST /login',
    'GET /tfa',
    'POST /tfa',
    'GET /password/expired',
    'GET /dashboard',
    'GET /companies/choose',
    'POST /companies/choose',
    'GET /passkey',
    'POST /passkey',
    'GET /account/closed',
    'GET /account/security',
    'POST /account/password',
    'GET /invitations/*',
    'POST /invitations/*',
    'GET /settings/company',
    'GET /settings/offices',
    'GET /settings/departments',
    'GET /members/contractors',
    'GET /directory',
    'GET /reports/request',
    'POST /reports/request',
    'GET /reports/*',
  ],
  allowedDownloads: ['GET /reports/*/*', 'GET /report-files/*', 'GET /report-files/*/*'],
  paths: {
    login: '/login',
    twoFactor: '/tfa',
    passwordExpired: '/password/expired',
    dashboard: '/dashboard',
    chooseCompany: '/companies/choose',
    passkey: '/passkey',
    accountClosed: '/account/closed',
    security: '/account/security',
    changePassword: '/account/password',
    invitationPrefix: '/invitations/',
    company: '/settings/company',
    offices: '/settings/offices',
    departments: '/settings/departments',
    contractors: '/members/contractors',
    directory: '/directory',
    reportRequest: '/reports/request',
    reportPrefix: '/reports/',
  },
  csrf: { hydrationKey: 'form_authenticity_token', header: 'x-csrf-token' },
  hydrationKeys: {
    twoFactor: 'tfaInfo',
    currentCompany: 'currentCompany',
    companies: 'companies',
    accountClosed: 'accountClosed',
    passwordPolicy: 'passwordPolicy',
    invitation: 'invitation',
    company: 'company',
    offices: 'offices',
    departments: 'departments',
    contractors: 'contractors',
    directory: 'directory',
    report: 'report',
  },
  fields: {
    userName: 'username',
    password: 'password',
    passwordConfirmation: 'password_confirmation',
    existingAccount: 'has_existing_account',
    personalEmail: 'personal_email',
    currentPassword: 'current_password',
    companyId: 'company_id',
    passkeyChoice: 'choice',
    method: 'method',
    code: 'auth_code',
    key: 'key',
    rememberDevice: 'remember_this_device',
    reportType: 'report_type',
  },
  texts: {
    error: 'error',
    authenticatorMethod: 'app',
    existingAccountNo: 'no',
    passkeyNotNow: 'not_now',
    challengeElementId: 'challenge',
    challenge: ['Checking your browser'],
    reportReady: 'Report successfully generated',
    downloadLink: 'Download Report',
    reportReadyStatus: 'ready',
    reportFailedStatus: 'failed',
    invitationOpen: ['open'],
    invitationUsed: ['accepted'],
    invitationExpired: ['expired'],
  },
  reports: {
    employee_census: {
      slug: 'employee_census',
      fileName: 'Justworks - {company} Census Report {date}.csv',
      columns: censusColumns,
    },
    work_history: {
      slug: 'work_history',
      fileName: 'Justworks - {company} Work History Report {date}.csv',
      columns: workHistoryColumns,
    },
  },
  words: {
    noDepartment: ['No Department'],
    noOffice: ['Remote (work from home)'],
    notOnRoster: [
      '3rd Party Admin / Accountant',
      '3rd Party Admin',
      'Accountant or Accountant Firm',
      'Vendor',
    ],
    contractor: ['U.S. Contractor or Consultant (1099)'],
  },
  acceptance: { personalEmail: '{local}+personal@{domain}' },
  poll: { intervalMs: 2 * SECOND_MS, attempts: 150 },
  limits: {
    redirects: 3,
    requestTimeoutMs: 30 * SECOND_MS,
    downloadTimeoutMs: 5 * MINUTE_MS,
    pageBytes: 8_000_000,
    reportBytes: 1_000_000_000,
    recordBytes: 1_000_000,
    clockSkewIgnoredMs: 3 * SECOND_MS,
    clockSkewTrustedMs: 10 * MINUTE_MS,
  },
};

/**
 * The site as configured. Objects merge key by key; lists and single values replace.
 * @throws AppError site_override_invalid naming the key at fault.
 */
export function createSite(overrides: Record<string, unknown>): Site {
  return assertSite(mergeDeep(DEFAULT_SITE, overrides), 'site_override_invalid');
}

/** @throws AppError invalid_input with this code, naming the key at fault. */
export function assertSite(merged: unknown, code: string): Site {
  const problem = Value.Errors(Site, merged).at(0);
  if (!problem) return merged as Site;
  throw invalidInput(
    code,
    `The Justworks site override at ${problem.instancePath || '/'} is not valid: ${problem.message}.`,
    problem.instancePath,
  );
}

export function mergeDeep(base: unknown, override: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(override)) return override === undefined ? base : override;
  const keys = new Set([...Object.keys(base), ...Object.keys(override)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, mergeDeep(ownValue(base, key), ownValue(override, key))]),
  );
}

export function ownValue(from: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(from, key) ? from[key] : undefined;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
