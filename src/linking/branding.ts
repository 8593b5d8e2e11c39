/** What a page for an employer shows of the organization whose it is. */
export interface Branding {
  name: string;
  support_contact: string | null;
  logo_url: string | null;
  /** `#rrggbb` */
  color: string | null;
}

/** Columns of a query that joins `organizations`; brandingOf reads them. */
export const BRANDING_COLUMNS = [
  'organizations.name as organization_name',
  'organizations.support_contact',
  'organizations.logo_url',
  'organizations.color',
] as const;

export function brandingOf(row: Omit<Branding, 'name'> & { organization_name: string }): Branding {
  const { organization_name: name, support_contact, logo_url, color } = row;
  return { name, support_contact, logo_url, color };
}
