import type { Task } from 'graphile-worker';
import { Value } from 'typebox/value';
import type { AppContext } from '../app-context.ts';
import { toError } from '../lib/app-error.ts';
import { TASKS, type TaskName, type TaskPayload } from '../queue/tasks.ts';

/** What a task may use beside the context. */
export interface WorkerParts {
  context: AppContext;
  /** Makes the delivery loop of this process look for due webhooks now. */
  wakeDeliveries: () => void;
}

export type TaskHandler<Name extends TaskName> = (
  parts: WorkerParts,
  payload: TaskPayload<Name>,
) => Promise<void>;

/** A failure as the queue's table may keep it: an error code and no text from outside. */
class JobFailed extends Error {
  override readonly name = 'JobFailed';
}

/**
 * Wraps a handler: the payload is parsed at the door, and an error reaches the queue's `last_error` as its class and
 * code alone, because that table is kept in the clear.
 */
export function defineTask<Name extends TaskName>(
  name: Name,
  handler: TaskHandler<Name>,
): (parts: WorkerParts) => Record<string, Task> {
  return (parts) => ({
    [name]: async (payload, helpers) => {
      if (!Value.Check(TASKS[name], payload)) throw new JobFailed(`payload_malformed: ${name}`);
      const ids = payload as TaskPayload<Name>;
      try {
        await handler(parts, ids);
      } catch (thrown) {
        const error = toError(thrown);
        const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unexpected';
        const fields = { task: name, ...ids, attempt: helpers.job.attempts, error_code: code, error };
        parts.context.log.warn(fields, 'job_failed');
        const failure = new JobFailed(`${error.name}: ${code}`);
        delete failure.stack;
        throw failure;
      }
    },
  });
}
