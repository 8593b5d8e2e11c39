import type { ByMethod } from '../by-method.ts';
import { sentence } from '../sentence.ts';

export const linked = {
  title: (source: string) => `${source} is connected`,
  lead: (organization: string, company: string) =>
    sentence(`${organization} can now read the roster of ${company}`),
  syncTitle: 'First reading',
  sync: {
    starting: 'Starting. You can close this page; it goes on by itself.',
    reading: 'Reading your people. You can close this page; it goes on by itself.',
    applying: 'Saving what was read. You can close this page; it goes on by itself.',
    done: 'All people were read.',
    done_partly: 'Read. Some entries could not be matched and wait for a second look.',
    held: 'Something in the first reading needs a second look before it is used.',
    failed: 'The first reading did not finish. It is tried again by itself.',
  },
  people: (count: number) => (count === 1 ? 'person' : 'people'),
  soFar: 'so far',
  granted: 'What can be read',
  stop: {
    service_account: (organization, source) =>
      sentence(`To stop, remove the user in ${source} or disconnect in ${organization}`),
    credentials: (organization, source) =>
      sentence(`To stop, change that password in ${source} or disconnect in ${organization}`),
    oauth: (organization, source) =>
      sentence(`To stop, withdraw the consent in ${source} or disconnect in ${organization}`),
  } satisfies ByMethod,
  done: 'Done',
  mayClose: 'You can close this page now.',
  tokenFailed: (organization: string) =>
    `The account is connected, but ${organization}’s page could not be told yet.`,
  tellAgain: 'Tell it again',
} as const;
