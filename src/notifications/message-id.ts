/** The same for each try, and in the sender's own domain (RFC 5322, 3.6.4). @param from as in `Muster <no-reply@example.com>` */
export function toMessageId(mailId: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'muster.invalid';
  return `<${mailId}@${domain}>`;
}
