/**
 * The organization that a link token was made for, or null. Only decoded, not verified: it picks the registered
 * origins that may frame the modal, and a forged one picks origins that the forger can't frame from.
 */
export function readOrganizationId(linkToken: string): string | null {
  const payload = linkToken.split('.')[1];
  if (payload === undefined) return null;
  try {
    const claims = JSON.parse(decodeBase64Url(payload)) as { organization_id?: unknown } | null;
    return typeof claims?.organization_id === 'string' ? claims.organization_id : null;
  } catch {
    return null;
  }
}

function decodeBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
