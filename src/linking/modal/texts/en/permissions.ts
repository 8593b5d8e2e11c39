import type { ConnectionMethod } from '../../../../connectors/contract.ts';

export const permissions = {
  checkingTitle: 'Checking the permissions',
  checkingLead: (source: string) => `We try out what ${source} lets us read. This takes a few seconds.`,
  missingTitle: (count: number) =>
    count === 1 ? 'One thing can’t be read yet' : `${count} things can’t be read yet`,
  missingLead: {
    service_account: (source: string) =>
      `Tick the missing permissions in ${source}, then check again. Everything else is ready.`,
    credentials: (source: string) =>
      `Have the missing permissions granted to this log-in in ${source}, then check again. Everything else is ready.`,
    oauth: (source: string) =>
      `The consent leaves something out. Agree to it in ${source}. Everything else is ready.`,
  } satisfies Record<ConnectionMethod, (source: string) => string>,
  cannotTick: 'There is nothing to tick?',
  cannotTickText: (source: string) =>
    `Then the user was added without admin access, or with another member type. Remove it in ${source}, add it again with exactly these values, and send the invitation. This page moves on by itself.`,
  agreeAgain: (source: string) => `Agree again in ${source}`,
  noneMissingTitle: 'The permissions need another check',
  noneMissingLead: (source: string) => `${source} gave no clear answer yet. Nothing else is left to do.`,
  listLabel: 'Permissions',
  isGranted: 'granted',
  needs: 'Needs',
  why: 'Why',
  where: 'Where to tick it',
  states: { granted: 'Granted', missing: 'Missing', unknown: 'Not checked yet' },
  unclear: 'No clear answer',
  checkingState: 'Checking',
  optional: 'Optional',
  checkAgain: 'Check again',
  checking: 'Checking',
  checkedAt: (time: string) => `Last checked at ${time}`,
  announceMissing: (names: string) => `Still missing: ${names}`,
} as const;
