import type { SessionView } from '../session-view.ts';

export const STEPS = ['agree', 'add_user', 'permissions', 'done'] as const;
export type Step = (typeof STEPS)[number];

export type ScreenName =
  | 'consent'
  | 'guide'
  | 'credentials'
  | 'authorize'
  | 'connecting'
  | 'company'
  | 'confirm'
  | 'permissions'
  | 'linked'
  | 'failed'
  | 'expired';

const SCREENS: Record<SessionView['state'], ScreenName> = {
  awaiting_consent: 'consent',
  awaiting_invitation: 'guide',
  awaiting_credentials: 'credentials',
  awaiting_authorization: 'authorize',
  accepting_invitation: 'connecting',
  verifying_permissions: 'permissions',
  awaiting_company: 'company',
  awaiting_confirmation: 'confirm',
  awaiting_permissions: 'permissions',
  linked: 'linked',
  failed: 'failed',
  expired: 'expired',
};

export function toScreen(state: SessionView['state']): ScreenName {
  return SCREENS[state];
}

/** Where the person is; null where steps mean nothing any more. */
export function toStep(view: Pick<SessionView, 'state' | 'permissions'>): Step | null {
  switch (toScreen(view.state)) {
    case 'consent':
      return 'agree';
    case 'guide':
    case 'credentials':
    case 'authorize':
    case 'connecting':
    case 'company':
      return 'add_user';
    case 'permissions':
    case 'confirm':
      return 'permissions';
    case 'linked':
      return 'done';
    case 'failed':
      return view.permissions.some(({ checked_at }) => checked_at !== null) ? 'permissions' : 'add_user';
    case 'expired':
      return null;
  }
}
