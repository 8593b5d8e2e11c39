import { sweepDeadWorkers } from '../../queue/dead-worker-sweep.ts';
import { defineTask } from '../define-task.ts';

export const sweepDeadWorkersTask = defineTask('sweep_dead_workers', async ({ context }) => {
  const dead = await sweepDeadWorkers(context.db, context.config.worker.deadAfterSeconds);
  if (dead.length > 0) context.log.warn({ dead_pools: dead.length }, 'dead_workers_swept');
});
