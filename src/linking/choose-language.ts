import { inTransaction } from '../db/transaction.ts';
import type { Language } from '../lib/language.ts';
import { lockLinkSession, updateSession, type LinkSessionKey } from './link-sessions-store.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

/**
 * What the person wants to be spoken to in, kept with the session whatever the partner asks for later.
 * @throws AppError not_found
 */
export async function chooseLanguage(
  deps: ViewSessionDeps,
  input: LinkSessionKey & { language: Language },
): Promise<SessionView> {
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    await updateSession(trx, session, { chosen_language: input.language });
  });
  return await viewSession(deps, input);
}
