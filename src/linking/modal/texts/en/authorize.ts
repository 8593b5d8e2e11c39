export const authorize = {
  title: (source: string) => `Agree in ${source}`,
  lead: (organization: string, source: string) =>
    `${source} opens in a window of its own. Sign in there as an administrator and agree that ${organization} may read.`,
  open: (source: string) => `Open ${source}`,
  openAgain: (source: string) => `Open ${source} again`,
  opening: 'Opening',
  blocked: 'Your browser did not open a window.',
  openLink: (source: string) => `Open ${source} in a new tab`,
  waiting: (source: string) => `Waiting for your answer in ${source}`,
  waitingNote: 'This page moves on by itself.',
  lost: (source: string) =>
    `Closed the window, or lost it behind another one? Open ${source} again from here; only the newest window counts.`,
} as const;
