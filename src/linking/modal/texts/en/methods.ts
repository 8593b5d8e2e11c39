export const methods = {
  another: 'Connect another way',
  choosing: 'One moment',
  service_account: {
    step: 'Add the user',
    title: (organization: string) => `Add a user for ${organization}`,
    text: (organization: string, source: string) =>
      `You add ${organization} as a user in ${source} and choose what it may see. Your own password stays with you.`,
    choose: 'Add a user instead',
  },
  credentials: {
    step: 'Log-in',
    title: (_organization: string, source: string) => `Enter a ${source} log-in`,
    text: (organization: string, source: string) =>
      `You enter the user name, the password and the authenticator key of an administrator in ${source}. They are kept encrypted, and ${organization} never sees them.`,
    choose: 'Enter a log-in instead',
  },
  oauth: {
    step: 'Consent',
    title: (_organization: string, source: string) => `Agree in ${source}`,
    text: (_organization: string, source: string) =>
      `You sign in at ${source} and agree there. No password is shared.`,
    choose: 'Agree there instead',
  },
} as const;
