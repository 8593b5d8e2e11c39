import { revokeGrant } from '../../accounts/index.ts';
import { defineTask } from '../define-task.ts';

export const revokeGrantTask = defineTask('revoke_grant', ({ context }, payload) =>
  revokeGrant(context, payload),
);
