import { carryOutPassthrough } from '../../passthrough/index.ts';
import { defineTask } from '../define-task.ts';

export const carryOutPassthroughTask = defineTask('carry_out_passthrough', ({ context }, payload) =>
  carryOutPassthrough(context, payload),
);
