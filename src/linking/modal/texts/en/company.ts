export const company = {
  title: 'Which company do you want to connect?',
  lead: (organization: string, source: string) =>
    `This log-in has several companies in ${source}. ${organization} will read the one that you choose.`,
  choosing: 'One moment',
  none: 'None of these: use another log-in',
} as const;
