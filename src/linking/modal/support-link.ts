/** Where a support contact leads, or null when it is plain words such as a phone number with opening hours. */
export function toSupportHref(contact: string): string | null {
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(contact)) return `mailto:${contact}`;
  if (/^https:\/\/\S+$/.test(contact) && URL.canParse(contact)) return contact;
  if (/^\+?[\d\s().-]{7,}$/.test(contact)) return `tel:${contact.replace(/[^\d+]/g, '')}`;
  return null;
}
