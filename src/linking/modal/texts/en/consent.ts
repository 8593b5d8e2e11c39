import type { ByMethod } from '../by-method.ts';
import { sentence } from '../sentence.ts';

export const consent = {
  title: (organization: string, source: string) => `Let ${organization} read your ${source} roster`,
  lead: (organization: string, employer: string, source: string) =>
    `${organization} asks to read the people records of ${employer} in ${source}. Please read what that means, then agree.`,
  who: 'Who reads',
  whoText: {
    service_account: (organization, source) =>
      `${organization}, through a user of its own that you add in ${source}. Your own password stays with you.`,
    credentials: (organization, source) =>
      `${organization}, with a ${source} log-in that you enter in the next step. It is kept encrypted and used for reading only.`,
    oauth: (organization, source) =>
      `${organization}, by a consent that you give in ${source}. No password is shared.`,
  } satisfies ByMethod,
  what: 'What is read',
  often: 'How often',
  oftenText: (organization: string) =>
    `Once right after connecting, then on a regular schedule and whenever ${organization} asks for an update.`,
  never: 'What never happens',
  neverText: (source: string) =>
    `Nothing in ${source} is changed. Some permissions are called “edit” or “manage” because ${source} ties reading to them.`,
  stop: 'How to stop',
  stopText: {
    service_account: (organization, source) =>
      `Remove that user in ${source}, or disconnect in ${organization}. Reading ends at once.`,
    credentials: (organization, source) =>
      `Change that password in ${source}, or disconnect in ${organization}. Reading ends at once.`,
    oauth: (organization, source) =>
      `Withdraw the consent in ${source}, or disconnect in ${organization}. Reading ends at once.`,
  } satisfies ByMethod,
  need: (source: string) => `You need to be an administrator in ${source}. It takes about five minutes.`,
  authority: (employer: string) =>
    sentence(`By agreeing you confirm that you may decide this for ${employer}`),
  agree: 'Agree and continue',
  agreeing: 'One moment',
  decline: 'Not now',
} as const;
