import type { ByMethod } from '../../modal/texts/by-method.ts';
import { sentence } from '../../modal/texts/sentence.ts';

/** What an admin agrees to. It is stored as it was shown: change it freely, nobody's consent changes with it. */
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
  whatText: (kinds: string) => `${kinds}. Unfold a line to see every field.`,
  sensitive: (fields: string) => `Sensitive among it: ${fields}.`,
  often: 'How often',
  oftenText: (organization: string, every: string) =>
    `Once right after connecting, then ${every}, and whenever ${organization} asks for an update.`,
  every: {
    minutes: (count: number) => (count === 1 ? 'every minute' : `every ${count} minutes`),
    hours: (count: number) => (count === 1 ? 'every hour' : `every ${count} hours`),
    days: (count: number) => (count === 1 ? 'once a day' : `every ${count} days`),
  },
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
  statement: (employer: string) => sentence(`I agree, and I may decide this for ${employer}`),
};
