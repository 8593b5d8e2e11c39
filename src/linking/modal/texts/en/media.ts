export const media = {
  pictures: {
    open: 'The menu at the side with Employees marked; beside it the button Add, the fold “Add third party or temp” and in it Add 3rd-party, numbered one to four.',
    fill: 'A form: Member Type is 3rd Party Admin / Accountant, Admin Access is Yes; First Name, Last Name, Title and Work Email are pasted.',
    send: 'The end of the form: Work Email and Now are chosen, Personal Email and Later are crossed out; an arrow leads to Save.',
    tick: 'A list of permissions, each ticked, and below it the button Save permissions.',
    key: 'Below the code to scan stands a long key, which is marked. The six digits on a phone are crossed out.',
    agree:
      'A button opens a second window. There a list of what is read, a box to tick and the button Authorize are numbered.',
  },
  film: {
    watch: 'Watch how it is done (half a minute)',
    label: 'Film of the steps, without sound, with captions',
    note: 'Recorded with a practice copy of the pages; yours look a little different.',
    unplayable: 'Your browser can’t play this film. Everything that it shows is written on this page.',
  },
} as const;
