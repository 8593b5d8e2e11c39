/** Before the link is made: is it the right company? */
export const confirm = {
  title: 'Is this the right company?',
  lead: (organization: string, source: string) =>
    `Everything is granted. This is the company in ${source} that ${organization} will read.`,
  /** By where the people were counted: a directory lists who works there now and is not hidden. */
  size: {
    roster: (count: number, inDigits: string) => (count === 1 ? '1 person' : `${inDigits} people`),
    directory: (count: number, inDigits: string) =>
      count === 1 ? '1 person in the directory' : `${inDigits} people in the directory`,
  },
  yes: 'Yes, connect it',
  connecting: 'Connecting',
  no: 'No, another company',
  declining: 'One moment',
  untilThen: 'Nothing has been read yet.',
  untilThenCounted: 'The people were only counted: no record of them has been stored yet.',
} as const;
