import { findInvitation } from '../../linking/index.ts';
import { defineTask } from '../define-task.ts';

export const findInvitationTask = defineTask('find_invitation', ({ context }, payload) =>
  findInvitation(context, payload),
);
