import { sendAdminLink } from '../../linking/index.ts';
import { defineTask } from '../define-task.ts';

export const sendAdminLinkTask = defineTask('send_admin_link', ({ context }, payload) =>
  sendAdminLink(context, payload),
);
