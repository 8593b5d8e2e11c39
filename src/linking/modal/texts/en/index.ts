import { frame } from './frame.ts';
import { consent } from './consent.ts';
import { guide } from './guide.ts';
import { connecting } from './connecting.ts';
import { permissions } from './permissions.ts';
import { linked } from './linked.ts';
import { failed } from './failed.ts';
import { ended } from './ended.ts';
import { methods } from './methods.ts';
import { credentials } from './credentials.ts';
import { authorize } from './authorize.ts';
import { company } from './company.ts';
import { confirm } from './confirm.ts';
import { limits } from './limits.ts';
import { media } from './media.ts';
import { waiting } from './waiting.ts';
import { relink } from './relink.ts';

/** Every word of the modal in English, a file a screen. */
export const en = {
  ...frame,
  consent,
  guide,
  connecting,
  permissions,
  linked,
  failed,
  ended,
  methods,
  credentials,
  authorize,
  company,
  confirm,
  limits,
  media,
  relink,
  waiting,
} as const;
