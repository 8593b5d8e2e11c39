import type { Step } from '../../steps.ts';
import { sentence } from '../sentence.ts';

/** Words around every screen. {source} is the HR system as it calls itself, {organization} the partner. */
export const frame = {
  /** How numbers and times are written. */
  locale: 'en-US',
  documentTitle: (title: string, source: string) => `${title} · Connect ${source}`,
  close: 'Close',
  loading: 'Loading',
  languageLabel: 'Language',
  logoOf: (organization: string) => `Logo of ${organization}`,
  stepperLabel: 'Progress',
  stepOf: (number: number, count: number) => `Step ${number} of ${count}`,
  steps: {
    agree: 'Agree',
    add_user: 'Connect',
    permissions: 'Permissions',
    done: 'Done',
  } satisfies Record<Step, string>,
  stepDone: 'done',
  connects: (organization: string, source: string) => `${organization} and ${source}`,
  trouble: 'We can’t reach the service right now. We keep trying; nothing is lost.',
  support: (organization: string) => `Need help? Ask ${organization}:`,
  supportUnknown: (organization: string) => sentence(`Need help? Ask your contact at ${organization}`),
  actionFailed: 'That did not work. Please try again in a moment.',
} as const;
