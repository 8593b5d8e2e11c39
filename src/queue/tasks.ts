import { Type, type Static, type TSchema } from 'typebox';

const Id = Type.String({ format: 'uuid' });

/**
 * Every job of the service and its payload: ids only, because the queue's tables keep payloads and errors in the clear.
 * A job says "look here now"; what there is to do stands in our own rows.
 */
export const TASKS = {
  find_invitation: Type.Object({ linkedAccountId: Id, messageId: Id }),
  look_again_at_held_mail: Type.Object({}),
  accept_invitation: Type.Object({ linkedAccountId: Id, linkSessionId: Id }),
  verify_permissions: Type.Object({ linkedAccountId: Id, linkSessionId: Id }),
  mail_late_invitation: Type.Object({ linkedAccountId: Id, linkSessionId: Id }),
  send_admin_link: Type.Object({ linkedAccountId: Id, adminLinkId: Id }),
  exchange_oauth_code: Type.Object({ linkedAccountId: Id, linkSessionId: Id }),
  refresh_grant: Type.Object({ linkedAccountId: Id, grantId: Id }),
  revoke_grant: Type.Object({ linkedAccountId: Id, grantId: Id }),
  renew_password: Type.Object({ linkedAccountId: Id }),
  continue_erasure: Type.Object({ erasureId: Id }),
  run_sync: Type.Object({ linkedAccountId: Id, syncRunId: Id }),
  carry_out_passthrough: Type.Object({ linkedAccountId: Id, receiptId: Id }),
  rewrite_scopes: Type.Object({ linkedAccountId: Id }),
  dispatch_outbox: Type.Object({}),
  deliver_due_webhooks: Type.Object({}),
  replay_webhooks: Type.Object({ replayId: Id }),
} satisfies Record<string, TSchema>;

export type TaskName = keyof typeof TASKS;
export type TaskPayload<Name extends TaskName> = Static<(typeof TASKS)[Name]>;
