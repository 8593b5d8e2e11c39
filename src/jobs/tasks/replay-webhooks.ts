import { continueReplay } from '../../webhooks/index.ts';
import { defineTask } from '../define-task.ts';

export const replayWebhooksTask = defineTask('replay_webhooks', ({ context }, { replayId }) =>
  continueReplay(context, replayId),
);
