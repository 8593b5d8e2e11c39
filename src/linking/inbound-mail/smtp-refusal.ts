import { AppError, toError } from '../../lib/app-error.ts';
import type { Logger } from '../../lib/logger.ts';

/** A reply that tells the sender no. The text is constant: nothing that was sent or stored is in it. */
export class SmtpRefusal extends Error {
  override readonly name = 'SmtpRefusal';
  readonly responseCode: number;
  constructor(responseCode: number, text: string) {
    super(text);
    this.responseCode = responseCode;
  }
}

/** Anything but a refusal of ours is trouble on our side: the sender keeps the message and tries again. */
export function toSmtpError(log: Logger, thrown: unknown): SmtpRefusal {
  if (thrown instanceof SmtpRefusal) return thrown;
  if (thrown instanceof AppError && thrown.code === 'address_full') {
    return new SmtpRefusal(452, 'Too many messages; try again later');
  }
  log.warn({ error_name: toError(thrown).name }, 'smtp_reception_failed');
  return new SmtpRefusal(451, 'Try again later');
}
