/** What happened to a connection that was there before, by the service's code for it. */
export const relink = {
  heading: 'What happened',
  reasons: {
    permission_lost: (organization: string, source: string) =>
      `${source} no longer grants ${organization} everything that it needs:`,
    bad_credentials: (organization: string, source: string) =>
      `${source} no longer accepts the password by which ${organization} reads.`,
    password_expired: (organization: string, source: string) =>
      `The password by which ${organization} reads has expired in ${source}.`,
    code_refused: (organization: string, source: string) =>
      `${source} no longer accepts the authenticator by which ${organization} signs in.`,
    authenticator_missing: (organization: string, source: string) =>
      `The authenticator by which ${organization} signs in was reset in ${source}.`,
    second_factor_unsupported: (organization: string, source: string) =>
      `${source} now asks the log-in of ${organization} for a second factor that only a person has.`,
    grant_ended: (organization: string, source: string) =>
      `The consent by which ${organization} reads was withdrawn in ${source}, or was not used for long.`,
    disconnected: (organization: string, source: string) =>
      `${source} was disconnected from ${organization} on request. Nothing has been read since.`,
    company_left: (organization: string, source: string) =>
      `${source} told ${organization} that this company is no longer its customer. Nothing has been read since.`,
  },
  other: (organization: string, source: string) =>
    `${organization} can no longer read ${source} and needs your help to go on.`,
  wider: (organization: string, source: string) =>
    `${organization} asks to read more in ${source} than you agreed to before. Until you agree, it goes on as it is.`,
  since: (day: string) => `Since ${day}.`,
  invite: (organization: string) =>
    `Add the user of ${organization} once more, with the same address as before. It is shown below.`,
  kept: 'What was read before is kept, and your consent still counts.',
  brokenTitle: (source: string) => `${source} needs you once more`,
  fineTitle: (source: string) => `${source} is connected`,
  fineLead: (organization: string, source: string) =>
    `As far as we know, everything works. If ${organization} sent you here, check the connection to ${source}.`,
  check: 'Check the connection',
  checking: 'Checking',
} as const;
