export interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  /** `<…@…>`; the same for each try, so that a mail that came twice can be recognized. Made up where it is left out. */
  messageId?: string;
  /** No answer by an absence note is wanted (RFC 3834). */
  isAutomatic?: boolean;
}

/** Sends one mail. Throws when the relay refuses it; the caller's job is retried. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
  /** False: there is no relay, and what is given to `send` goes nowhere. */
  readonly isConfigured?: boolean;
}
