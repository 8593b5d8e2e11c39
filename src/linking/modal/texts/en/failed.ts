export const failed = {
  title: 'We could not finish connecting',
  lead: 'Nothing is lost. Here is what happened and what to do.',
  unknown: {
    message: 'Something unexpected happened.',
    fix: 'Try again. If it happens again, ask for help.',
  },
  fix: 'What to do',
  code: (code: string) => `Code for support: ${code}`,
  tryAgain: 'Try again',
  trying: 'Trying again',
  needsInvitation: 'This can’t go on by itself: first send a new invitation as described above.',
  formAgain: 'Show the values for the form again',
  movesOn: 'When a new invitation arrives, this page moves on by itself.',
} as const;
