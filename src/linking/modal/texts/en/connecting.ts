export const connecting = {
  title: 'The invitation arrived',
  lead: (source: string) =>
    `We are accepting it and signing in to ${source}. This takes up to a minute, and you have nothing to do.`,
  arrived: 'Invitation received',
  accepting: 'Accepting it and signing in',
  checking: 'Checking the permissions',
  tickMeanwhile: 'If you have not ticked the permissions yet, now is a good moment:',
  inProgress: 'in progress',
  waits: 'comes next',
  isDone: 'done',
} as const;
