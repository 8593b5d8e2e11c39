export { notifyFailure, notifyHeldRun, notifyRunEnd } from './notify.ts';
export { dispatchNotifications } from './dispatch-notifications.ts';
export { sendDueMail, type SendDueMailDeps } from './send-due-mail.ts';
