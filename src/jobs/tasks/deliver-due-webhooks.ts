import { defineTask } from '../define-task.ts';

/** Only wakes the loop: a job that waited for a slow endpoint would hold a worker from others. */
export const deliverDueWebhooksTask = defineTask('deliver_due_webhooks', ({ wakeDeliveries }) => {
  wakeDeliveries();
  return Promise.resolve();
});
