export { startMailbox, type Mailbox, type MailboxMessage } from './mailbox.ts';
export { registerMailboxPage, renderMailbox } from './mailbox-page.ts';
