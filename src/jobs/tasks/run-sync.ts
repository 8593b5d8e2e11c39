import { runSync } from '../../sync/index.ts';
import { defineTask } from '../define-task.ts';

export const runSyncTask = defineTask('run_sync', ({ context }, payload) => runSync(context, payload));
