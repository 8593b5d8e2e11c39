import { refreshGrantOfJob } from '../../accounts/index.ts';
import { defineTask } from '../define-task.ts';

export const refreshGrantTask = defineTask('refresh_grant', ({ context }, payload) =>
  refreshGrantOfJob(context, payload),
);
