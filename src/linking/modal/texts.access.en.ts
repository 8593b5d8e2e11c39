/** The words of the three ways in. {source} is the HR system as it calls itself, {organization} the partner. */
export const accessTexts = {
  methods: {
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
  },

  credentials: {
    title: (source: string) => `Enter your ${source} log-in`,
    lead: (organization: string, source: string) =>
      `It must belong to an administrator in ${source}. It is kept encrypted; ${organization} never sees it.`,
    userName: 'User name or e-mail address',
    password: 'Password',
    authenticatorSecret: 'Setup key of the authenticator app',
    authenticatorHint: (source: string) =>
      `The long key that ${source} shows when an authenticator app is set up, not the six digits that the app shows.`,
    show: 'Show password and setup key',
    give: 'Connect',
    giving: 'Sending',
    unusable: 'This setup key can’t be read. Copy the long key again; it is not the six digits.',
    knownWrong: 'This log-in was refused before. It is not tried again, so that it does not get locked.',
    tooOften: 'Too many log-ins were refused. Wait an hour, so that your log-in does not get locked.',
    kept: (source: string) =>
      `It is tried once. If ${source} refuses it, we ask you again and do not try it a second time.`,
  },

  authorize: {
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
  },

  company: {
    title: 'Which company do you want to connect?',
    lead: (organization: string, source: string) =>
      `This log-in has several companies in ${source}. ${organization} will read the one that you choose.`,
    choosing: 'One moment',
  },
} as const;
