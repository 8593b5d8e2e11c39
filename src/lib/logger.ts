/**
 * What the parts below the doors need of a logger (pino fits). `fields` are counts, ids and codes: never a name, an
 * address, a secret, a body or a message text from outside.
 */
export interface Logger {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}
