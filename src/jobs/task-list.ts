import type { TaskList } from 'graphile-worker';
import type { WorkerParts } from './define-task.ts';
import { acceptInvitationTask } from './tasks/accept-invitation.ts';
import { carryOutPassthroughTask } from './tasks/carry-out-passthrough.ts';
import { continueErasureTask } from './tasks/continue-erasure.ts';
import { deliverDueWebhooksTask } from './tasks/deliver-due-webhooks.ts';
import { dispatchOutboxTask } from './tasks/dispatch-outbox.ts';
import { exchangeOauthCodeTask } from './tasks/exchange-oauth-code.ts';
import { findInvitationTask } from './tasks/find-invitation.ts';
import { lookAgainAtHeldMailTask } from './tasks/look-again-at-held-mail.ts';
import { mailLateInvitationTask } from './tasks/mail-late-invitation.ts';
import { replayWebhooksTask } from './tasks/replay-webhooks.ts';
import { refreshGrantTask } from './tasks/refresh-grant.ts';
import { renewPasswordTask } from './tasks/renew-password.ts';
import { revokeGrantTask } from './tasks/revoke-grant.ts';
import { rewriteScopesTask } from './tasks/rewrite-scopes.ts';
import { sendAdminLinkTask } from './tasks/send-admin-link.ts';
import { runSyncTask } from './tasks/run-sync.ts';
import { verifyPermissionsTask } from './tasks/verify-permissions.ts';

/** Every job that the service knows; registered by hand. */
export function createTaskList(parts: WorkerParts): TaskList {
  return {
    ...findInvitationTask(parts),
    ...lookAgainAtHeldMailTask(parts),
    ...acceptInvitationTask(parts),
    ...verifyPermissionsTask(parts),
    ...mailLateInvitationTask(parts),
    ...sendAdminLinkTask(parts),
    ...exchangeOauthCodeTask(parts),
    ...refreshGrantTask(parts),
    ...revokeGrantTask(parts),
    ...renewPasswordTask(parts),
    ...continueErasureTask(parts),
    ...carryOutPassthroughTask(parts),
    ...runSyncTask(parts),
    ...rewriteScopesTask(parts),
    ...dispatchOutboxTask(parts),
    ...deliverDueWebhooksTask(parts),
    ...replayWebhooksTask(parts),
  };
}
