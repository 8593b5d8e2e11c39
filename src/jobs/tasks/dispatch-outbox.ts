import { dispatchOutbox } from '../../webhooks/index.ts';
import { defineTask } from '../define-task.ts';

export const dispatchOutboxTask = defineTask('dispatch_outbox', ({ context }) => dispatchOutbox(context));
