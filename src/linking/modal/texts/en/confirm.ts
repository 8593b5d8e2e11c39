/** Before the link is made: is it the right company? */
export const confirm = {
  title: 'Is this the right company?',
  lead: (organization: string, source: string) =>
    `Everything is granted. This is the company in ${source} that ${organization} will read.`,
  people: (count: string) => `${count} people`,
  onePerson: '1 person',
  yes: 'Yes, connect it',
  connecting: 'Connecting',
  no: 'No, another company',
  declining: 'One moment',
  untilThen: 'Nothing has been read yet.',
} as const;
