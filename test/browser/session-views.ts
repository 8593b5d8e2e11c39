import { webCapabilitiesOf } from '../../src/connectors/justworks/permissions.ts';
import { serviceAccountForm } from '../../src/connectors/justworks/service-account-form.ts';
import { DEFAULT_SCOPES } from '../../src/hris/scopes.ts';
import { toCapabilityTexts } from '../../src/linking/capability-texts.ts';
import { writeConsent } from '../../src/linking/consent-text.ts';
import { describeProblem } from '../../src/linking/problems.ts';
import type { PermissionView, SessionView } from '../../src/linking/session-view.ts';

export const OLD_EMAIL = 'northwind-old@link.muster.example';
export const EMAIL = 'northwind-7f3k2q@link.muster.example';

const CHECKED_AT = '2026-11-20T15:42:00Z';
const NAMES = { firstName: 'Northwind', lastName: 'Service Account', email: EMAIL };

/** What the connector asks for, and one more that an employer may leave out. */
const CAPABILITIES: Omit<PermissionView, 'state' | 'checked_at'>[] = [
  ...webCapabilitiesOf('service_account').map(({ isRequired, feeds: _feeds, ...definition }) => ({
    ...definition,
    is_required: isRequired,
  })),
  {
    capability: 'time_off',
    permissions: ['Manage all paid time off'],
    unlocks: 'approved time off',
    reason: 'Only used for the absence calendar.',
    fix: 'In Justworks open Company > Permissions, edit the service account and tick Manage all paid time off.',
    is_required: false,
  },
];

/** The four capabilities in the given states; unknown ones were never checked. */
export function permissionsIn(...states: PermissionView['state'][]): PermissionView[] {
  return CAPABILITIES.map((capability, index) => {
    const state = states[index] ?? 'unknown';
    return { ...capability, state, checked_at: state === 'unknown' ? null : CHECKED_AT };
  });
}

const consentIn = (language: 'en' | 'de', method: SessionView['method'] = 'service_account') => ({
  ...writeConsent(
    {
      organization: 'Northwind Rostering',
      employer: 'Lakeside Bakery Inc.',
      source: 'Justworks',
      method,
      scopes: DEFAULT_SCOPES,
      syncIntervalSeconds: 3600,
    },
    language,
  ),
  agreement: 'as-shown',
});

export function viewIn(state: SessionView['state'], change: Partial<SessionView> = {}): SessionView {
  return {
    state,
    state_entered_at: new Date().toISOString(),
    retry_at: null,
    mail_notices: [],
    admin_link: { copies_left: 10, mails_left: 3 },
    replaced_service_email: null,
    can_replace_service_account: false,
    language: 'en',
    organization: {
      name: 'Northwind Rostering',
      support_contact: 'help@northwind.example',
      logo_url: null,
      color: null,
    },
    employer_name: 'Lakeside Bakery Inc.',
    integration: { name: 'Justworks', slug: 'justworks' },
    service_account: {
      first_name: NAMES.firstName,
      last_name: NAMES.lastName,
      email: EMAIL,
      form: serviceAccountForm(NAMES).map(({ isCopyable, ...field }) => ({
        ...field,
        is_copyable: isCopyable,
      })),
    },
    permissions: permissionsIn(),
    consent: state === 'awaiting_consent' ? consentIn('en', change.method) : null,
    problem: null,
    sync: null,
    company_name: null,
    method: 'service_account',
    methods: ['service_account'],
    companies: [],
    company: null,
    log_in: null,
    is_consent_needed: state === 'awaiting_consent',
    relink: null,
    ...change,
  };
}

/** The same as the service says it in German. */
export function inGerman(view: SessionView): SessionView {
  const words = new Map(
    webCapabilitiesOf(methodOfSite(view)).map((definition) => [
      definition.capability,
      toCapabilityTexts(definition, view.method, 'de'),
    ]),
  );
  return {
    ...view,
    language: 'de',
    permissions: view.permissions.map((permission) => ({
      ...permission,
      ...words.get(permission.capability),
    })),
    consent: view.consent && consentIn('de', view.method),
    problem: view.problem && describeProblem(view.problem.code, view.method, 'de'),
  };
}

const methodOfSite = ({ method }: SessionView) => (method === 'oauth' ? 'service_account' : method);

const sync = {
  state: 'running',
  phase: 'reading' as const,
  employees: 128,
  started_at: '2026-11-20T15:43:00Z',
  finished_at: null,
};
const granted = permissionsIn('granted', 'granted', 'granted', 'missing');
const linked = { permissions: granted, company_name: 'Lakeside Bakery, Inc.' };

const METHODS: SessionView['methods'] = ['oauth', 'service_account', 'credentials'];

/** Every state that a person can see, by the name of its picture. */
export const VIEWS: Record<string, SessionView> = {
  consent: viewIn('awaiting_consent'),
  guide: viewIn('awaiting_invitation'),
  'guide-late': viewIn('awaiting_invitation', { state_entered_at: '2026-01-01T00:00:00Z' }),
  connecting: viewIn('accepting_invitation'),
  'consent-with-choice': viewIn('awaiting_consent', { method: 'oauth', methods: METHODS }),
  credentials: viewIn('awaiting_credentials', { method: 'credentials', methods: METHODS }),
  'credentials-refused': viewIn('awaiting_credentials', {
    method: 'credentials',
    problem: {
      code: 'bad_credentials',
      message: 'Justworks did not accept this user name and password.',
      fix: 'Try them yourself at Justworks, then enter them here once more.',
    },
  }),
  authorize: viewIn('awaiting_authorization', { method: 'oauth', methods: METHODS }),
  'authorize-denied': viewIn('awaiting_authorization', {
    method: 'oauth',
    methods: METHODS,
    problem: {
      code: 'authorization_denied',
      message: 'The connection was declined in Justworks.',
      fix: 'If that was a mistake, open Justworks again from here and agree.',
    },
  }),
  'credentials-attempts': viewIn('awaiting_credentials', {
    method: 'credentials',
    methods: METHODS,
    log_in: { attempts_left: 1, closed_until: null },
    problem: {
      code: 'code_refused',
      message: 'Justworks did not accept the code of this authenticator.',
      fix: 'Copy the setup key of the authenticator again; it is the long key, not the six digits.',
    },
  }),
  'credentials-closed': viewIn('awaiting_credentials', {
    method: 'credentials',
    methods: METHODS,
    log_in: { attempts_left: 0, closed_until: '2099-01-01T16:05:00Z' },
    problem: {
      code: 'bad_credentials',
      message: 'Justworks did not accept this user name and password.',
      fix: 'Try them yourself at Justworks, then enter them here once more.',
    },
  }),
  confirm: viewIn('awaiting_confirmation', {
    permissions: permissionsIn('granted', 'granted', 'granted', 'missing'),
    company: { id: 'c1', name: 'Lakeside Bakery, Inc.', people_count: 1204, people_counted_in: 'directory' },
  }),
  'confirm-without-size': viewIn('awaiting_confirmation', {
    permissions: permissionsIn('granted', 'granted', 'granted', 'missing'),
    company: { id: 'c1', name: 'Lakeside Bakery, Inc.', people_count: null, people_counted_in: null },
  }),
  'company-declined': viewIn('awaiting_credentials', {
    method: 'credentials',
    problem: {
      code: 'company_declined',
      message:
        'This log-in opens another company than the one that you want to connect. We have forgotten it.',
      fix: 'Enter the log-in of an administrator of the right company.',
    },
  }),
  'relink-fine': viewIn('awaiting_consent', {
    is_consent_needed: false,
    relink: { reason: null, since: null, lost_permissions: [] },
  }),
  'relink-disconnected': viewIn('awaiting_consent', {
    relink: { reason: 'disconnected', since: '2026-11-03T15:00:00Z', lost_permissions: [] },
  }),
  'relink-wider': viewIn('awaiting_consent', {
    relink: { reason: null, since: null, lost_permissions: [] },
  }),
  'relink-password-expired': viewIn('awaiting_credentials', {
    method: 'credentials',
    is_consent_needed: false,
    relink: { reason: 'password_expired', since: '2026-11-03T15:00:00Z', lost_permissions: [] },
  }),
  'relink-invite-again': viewIn('awaiting_invitation', {
    is_consent_needed: false,
    relink: { reason: 'bad_credentials', since: '2026-11-03T15:00:00Z', lost_permissions: [] },
  }),
  'relink-permission-lost': viewIn('awaiting_permissions', {
    is_consent_needed: false,
    permissions: permissionsIn('missing', 'granted', 'granted', 'granted'),
    relink: {
      reason: 'permission_lost',
      since: '2026-11-03T15:00:00Z',
      lost_permissions: ['Edit company settings'],
    },
    problem: { code: 'permission_missing', message: 'A permission is missing.', fix: 'Grant it.' },
  }),
  company: viewIn('awaiting_company', {
    method: 'credentials',
    companies: [
      { id: 'c1', name: 'Lakeside Bakery, Inc.' },
      { id: 'c2', name: 'Lakeside Real Estate LLC' },
    ],
  }),
  verifying: viewIn('verifying_permissions', { permissions: permissionsIn('granted') }),
  'permissions-missing': viewIn('awaiting_permissions', {
    permissions: permissionsIn('granted', 'missing', 'missing', 'missing'),
    problem: { code: 'permission_missing', message: 'A permission is missing.', fix: 'Grant it.' },
  }),
  'permissions-unclear': viewIn('awaiting_permissions', {
    permissions: permissionsIn('granted').map((permission) => ({ ...permission, checked_at: CHECKED_AT })),
    problem: {
      code: 'permission_unknown',
      message: 'Justworks did not tell clearly whether each permission is granted.',
      fix: 'Wait a few minutes and check again. If it stays, write to the support contact.',
    },
  }),
  'linked-starting': viewIn('linked', linked),
  'linked-reading': viewIn('linked', { ...linked, sync }),
  'linked-applying': viewIn('linked', { ...linked, sync: { ...sync, phase: 'applying' } }),
  'linked-done': viewIn('linked', {
    ...linked,
    sync: {
      ...sync,
      phase: 'ended',
      state: 'succeeded',
      employees: 1204,
      finished_at: '2026-11-20T15:44:00Z',
    },
  }),
  'linked-held': viewIn('linked', {
    ...linked,
    sync: { ...sync, phase: 'ended', state: 'held', employees: null, finished_at: '2026-11-20T15:44:00Z' },
  }),
  'guide-with-notices': viewIn('awaiting_invitation', {
    mail_notices: [
      { code: 'wrong_address', at: '2026-11-20T15:42:00Z' },
      { code: 'not_authenticated', at: '2026-11-20T15:41:00Z' },
    ],
  }),
  'guide-replacing': viewIn('awaiting_invitation', { replaced_service_email: OLD_EMAIL }),
  'connecting-source-away': viewIn('accepting_invitation', { retry_at: '2026-11-20T15:44:00Z' }),
  'linked-replaced': viewIn('linked', { ...linked, replaced_service_email: OLD_EMAIL }),
  failed: viewIn('failed', {
    problem: {
      code: 'invitation_expired',
      message: 'The invitation had expired when we opened it.',
      fix: 'In Justworks, open the person “Northwind Service Account” and send the invitation again.',
    },
  }),
  expired: viewIn('expired'),
};
