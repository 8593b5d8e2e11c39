/** Around what is agreed to; the agreement itself is written by the service. */
export const consent = {
  name: 'Your name',
  nameHint: 'Kept together with what you agree to and when.',
  nameMissing: 'Please write your name.',
  authorityMissing: 'Please tick this if you may decide it. If not, send the link to somebody who may.',
  need: (source: string) => `You need to be an administrator in ${source}. It takes about five minutes.`,
  agree: 'Agree and continue',
  agreeing: 'One moment',
  changed: 'What is asked for has just changed. Please read it again.',
  decline: 'Not now',
} as const;
