import { rewriteScopes } from '../../sync/index.ts';
import { defineTask } from '../define-task.ts';

export const rewriteScopesTask = defineTask('rewrite_scopes', ({ context }, payload) =>
  rewriteScopes(context, payload),
);
