export interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
}

/** Sends one mail. Throws when the relay refuses it; the caller's job is retried. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
}
