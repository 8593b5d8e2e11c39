import { lookAgainAtUnknownLinks } from '../../linking/index.ts';
import { defineTask } from '../define-task.ts';

export const lookAgainAtHeldMailTask = defineTask('look_again_at_held_mail', ({ context }) =>
  lookAgainAtUnknownLinks(context),
);
