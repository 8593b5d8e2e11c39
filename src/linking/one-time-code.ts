/** What an authenticator app shows, typed where its setup key is asked for. No setup key is that short. Browser and server ask alike. */
export function isOneTimeCode(text: string): boolean {
  return /^\d{6,8}$/.test(text.replaceAll(/[\s-]/g, ''));
}
