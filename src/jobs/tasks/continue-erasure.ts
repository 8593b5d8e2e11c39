import { continueErasure } from '../../erasure/index.ts';
import { defineTask } from '../define-task.ts';

export const continueErasureTask = defineTask('continue_erasure', ({ context }, { erasureId }) =>
  continueErasure(context, erasureId),
);
