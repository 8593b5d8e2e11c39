import { ConnectorError } from '../../errors.ts';
import type { Page, WebRemoteSession } from './web-session.ts';

/** Answers "not now". @throws ConnectorError unexpected_page when the site insists */
export async function declinePasskey(web: WebRemoteSession, page: Page, subject: string): Promise<void> {
  const { fields, paths, texts } = web.site;
  const answer = await web.submit(
    page,
    web.resolve(paths.passkey),
    { [fields.passkeyChoice]: texts.passkeyNotNow },
    subject,
  );
  if (answer.redirectTo !== null) return;
  throw new ConnectorError('unexpected_page', `The source insists on a passkey (${answer.status}).`, {
    subject,
  });
}
