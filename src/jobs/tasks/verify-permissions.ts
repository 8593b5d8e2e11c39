import { verifyPermissions } from '../../linking/index.ts';
import { defineTask } from '../define-task.ts';

export const verifyPermissionsTask = defineTask('verify_permissions', ({ context }, payload) =>
  verifyPermissions(context, payload),
);
