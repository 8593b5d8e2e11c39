import { webCapabilitiesOf } from '../../src/connectors/justworks/permissions.ts';
import { serviceAccountForm } from '../../src/connectors/justworks/service-account-form.ts';
import { DEFAULT_SCOPES } from '../../src/hris/scopes.ts';
import { toScopeWords } from '../../src/linking/scope-words.ts';
import type { PermissionView, SessionView } from '../../src/linking/session-view.ts';

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

export function viewIn(state: SessionView['state'], change: Partial<SessionView> = {}): SessionView {
  return {
    state,
    state_entered_at: new Date().toISOString(),
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
    scopes: toScopeWords(DEFAULT_SCOPES),
    agreement: 'as-shown',
    problem: null,
    sync: null,
    company_name: null,
    method: 'service_account',
    methods: ['service_account'],
    companies: [],
    ...change,
  };
}

const sync = { state: 'running', employees: 128, started_at: '2026-11-20T15:43:00Z', finished_at: null };
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
  'linked-done': viewIn('linked', {
    ...linked,
    sync: { ...sync, state: 'succeeded', employees: 1204, finished_at: '2026-11-20T15:44:00Z' },
  }),
  'linked-held': viewIn('linked', {
    ...linked,
    sync: { ...sync, state: 'held', employees: null, finished_at: '2026-11-20T15:44:00Z' },
  }),
  failed: viewIn('failed', {
    problem: {
      code: 'invitation_expired',
      message: 'The invitation had expired when we opened it.',
      fix: 'In Justworks, open the person “Northwind Service Account” and send the invitation again.',
    },
  }),
  expired: viewIn('expired'),
};
