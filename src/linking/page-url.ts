/**
 * A page that a token of ours opens. The token stands in the fragment, which no server and no log sees; whose page it is, in
 * the query, for the page's policy.
 */
export function toPageUrl(
  publicUrl: string,
  page: 'link' | 'employer',
  { organizationId, token }: { organizationId: string; token: string },
): string {
  return `${publicUrl}/${page}?o=${organizationId}#token=${token}`;
}
