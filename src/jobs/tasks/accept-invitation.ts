import { acceptInvitation } from '../../linking/index.ts';
import { defineTask } from '../define-task.ts';

export const acceptInvitationTask = defineTask('accept_invitation', ({ context }, payload) =>
  acceptInvitation(context, payload),
);
