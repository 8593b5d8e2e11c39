import { startDueRuns } from '../../sync/index.ts';
import { defineTask } from '../define-task.ts';

export const startDueRunsTask = defineTask('start_due_runs', ({ context }) => startDueRuns(context));
