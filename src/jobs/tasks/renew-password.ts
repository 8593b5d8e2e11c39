import { renewPassword } from '../../accounts/index.ts';
import { defineTask } from '../define-task.ts';

export const renewPasswordTask = defineTask('renew_password', ({ context }, payload) =>
  renewPassword(context, payload),
);
