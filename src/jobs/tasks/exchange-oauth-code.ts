import { exchangeOauthCode } from '../../linking/index.ts';
import { defineTask } from '../define-task.ts';

export const exchangeOauthCodeTask = defineTask('exchange_oauth_code', ({ context }, payload) =>
  exchangeOauthCode(context, payload),
);
