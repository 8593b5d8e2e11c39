import { mailLateInvitation } from '../../linking/index.ts';
import { defineTask } from '../define-task.ts';

export const mailLateInvitationTask = defineTask('mail_late_invitation', ({ context }, payload) =>
  mailLateInvitation(context, payload),
);
