export const credentials = {
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
} as const;
