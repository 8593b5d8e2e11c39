/** The token stands in the fragment, which no server and no log sees; whose page it is, in the query, for the page's policy. */
export function toMagicLinkUrl(publicUrl: string, organizationId: string, linkToken: string): string {
  return `${publicUrl}/link?o=${organizationId}#token=${linkToken}`;
}
