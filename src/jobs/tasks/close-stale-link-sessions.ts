import { closeStaleSessions } from '../../linking/index.ts';
import { defineTask } from '../define-task.ts';

export const closeStaleLinkSessionsTask = defineTask('close_stale_link_sessions', ({ context }) =>
  closeStaleSessions(context),
);
