/** What happens while the person waits, and the ways out of it. */
export const waiting = {
  noticesTitle: 'Something came, but not the invitation',
  notices: {
    not_authenticated: {
      message:
        'A mail came that could not be proven to be from the sender that it names. We did not open it.',
      fix: 'Send the invitation again from the new person’s page. If it happens again, ask for help.',
    },
    unknown_link: {
      message: 'A mail came with a link that we do not know yet. A person on our side looks at it.',
      fix: 'You need not do anything. This page moves on by itself, also if you close it and come back.',
    },
    no_invitation: {
      message: 'A mail came without an invitation in it.',
      fix: 'Open the new person, look whether the invitation is set to “Later”, and send it now.',
    },
    already_accepted: {
      message: 'This invitation was accepted before.',
      fix: 'Remove the person, add it again with the same work e-mail, and send a new invitation.',
    },
    not_readable: {
      message: 'A mail came that we could not read.',
      fix: 'Send the invitation again from the new person’s page.',
    },
    wrong_address: {
      message: 'A mail was sent to an address that differs from this one by a letter or two.',
      fix: 'Copy the work e-mail from here, correct it at the new person, and send the invitation again.',
    },
  },
  sentAgain: 'I sent it again',
  noting: 'One moment',
  notExpected: 'That is not needed any more: this page has moved on.',
  lastTime: 'Last time:',
  lateMore: [
    'An invitation can expire, and it works once. If somebody else opened it, remove the person and add it again.',
  ],
  checkInstead: 'The user is there already and works? Check the connection.',
  check: 'Check the connection',
  checking: 'Checking',
  nothingToCheck: 'There is nothing to check yet. The invitation must be sent first.',
  awayTitle: (source: string) => `${source} does not answer at the moment`,
  away: 'Nothing is lost and you need not do anything. We try again by ourselves; this page moves on when it works.',
  awayNext: (time: string) => `Next try at ${time}.`,
  admin: {
    title: 'Send this to an administrator instead',
    lead: (source: string) =>
      `Somebody else has the rights in ${source}? They get a link by which they go on right here. It works for up to seven days; this page stays open for you.`,
    name: 'Name of the administrator',
    email: 'E-mail address',
    send: 'Send the link',
    sending: 'Sending',
    sent: 'The link is on its way.',
    left: (count: number) => `Mails that can still be sent: ${count}`,
    noneLeft: 'No more mails can be sent. Copy the link instead.',
    unusable: 'This name or address can’t be used. Look at both once more.',
    refused: 'The link can’t be sent from here any more.',
    copy: 'Copy a link',
    copying: 'Making the link',
    copied: 'The link is copied. Whoever has it can go on here: give it to your administrator only.',
    copyByHand: 'Copy this link. Whoever has it can go on here: give it to your administrator only.',
    link: 'Link for the administrator',
  },
  replace: {
    title: (source: string) => `Replace the user in ${source}`,
    lead: (organization: string) =>
      `Was the address passed on, or shall the user go? You get a new address for the same connection. ${organization} goes on reading by the old user until the new one works.`,
    start: 'Get a new address',
    starting: 'One moment',
    refused: 'That is not possible right now. Wait a moment and try again.',
    pending: (email: string) =>
      `This user replaces ${email}. Leave the old one in place until the new one is connected.`,
    done: (email: string, source: string) =>
      `The old user is not used any more. Remove ${email} in ${source} now.`,
  },
} as const;
