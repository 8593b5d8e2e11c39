import type { AccountScope } from '../accounts/index.ts';
import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import { endEmployerLinks } from '../auth/index.ts';
import { inTransaction } from '../db/transaction.ts';
import type { EmployerDeps } from './deps.ts';
import { lockAccountNames } from './employer-page-store.ts';

/**
 * Ends every link to the employer's own page of an account; they open nothing from this moment. Safe to repeat.
 * @throws AppError not_found
 */
export async function endLinksOfEmployer(
  deps: Pick<EmployerDeps, 'db' | 'clock'>,
  scope: AccountScope,
  actor: AuditActor,
): Promise<{ ended_count: number }> {
  return await inTransaction(deps.db, async (trx) => {
    await lockAccountNames(trx, scope);
    const count = await endEmployerLinks(trx, scope, { at: deps.clock.now() });
    if (count > 0) {
      await appendAuditEvent(trx, {
        ...scope,
        actor,
        type: 'ENDED_EMPLOYER_LINKS',
        description: `Ended ${count} links to the employer's own page.`,
      });
    }
    return { ended_count: count };
  });
}
