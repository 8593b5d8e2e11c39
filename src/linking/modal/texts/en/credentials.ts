export const credentials = {
  title: (source: string) => `Enter your ${source} log-in`,
  lead: (organization: string, source: string) =>
    `It must belong to an administrator in ${source}. It is kept encrypted; ${organization} never sees it.`,
  userName: 'User name or e-mail address',
  password: 'Password',
  authenticatorSecret: 'Setup key of the authenticator app',
  authenticatorHint: (source: string) =>
    `The long key that ${source} shows when an authenticator app is set up, not the six digits that the app shows.`,
  whereKey: 'Where do I find the setup key?',
  whereKeyText: (source: string) =>
    `${source} shows it once, when an authenticator app is set up: in your settings, under two-factor authentication, choose that you can’t scan the code. If your app is set up already, set it up anew and keep the key.`,
  show: 'Show password and setup key',
  give: 'Connect',
  giving: 'Sending',
  unusable: 'This setup key can’t be read. Copy the long key again; it is not the six digits.',
  knownWrong: 'This log-in was refused before. It is not tried again, so that it does not get locked.',
  codeGiven:
    'These are the digits that the app shows, which change every half a minute. The setup key is the long text that was shown when the app was set up.',
  attemptsLeft: (count: number) =>
    count === 1
      ? 'One more try. If it is refused too, we stop for a while, so that your log-in does not get locked.'
      : `${count} tries left. Then we stop for a while, so that your log-in does not get locked.`,
  closedTitle: 'No more tries for now',
  closedText: (source: string, time: string) =>
    `Several log-ins were refused. So that ${source} does not lock yours, we take no other for now. Next try: ${time}. This page opens the form again by itself.`,
  closedFixes: (source: string) => [
    `Sign in to ${source} yourself, to be sure of user name and password.`,
    `If you have no setup key, set up the authenticator app anew in ${source} and keep the long key that it shows.`,
    'Or connect another way, if one is offered below.',
  ],
  kept: (source: string) =>
    `It is tried once. If ${source} refuses it, we ask you again and do not try it a second time.`,
} as const;
