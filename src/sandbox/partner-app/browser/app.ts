import { sendActions } from './actions.ts';
import { connect, connectFromHub } from './connect.ts';
import { followLive } from './live.ts';
import { openOnPhone } from './phone.ts';

sendActions();
followLive();
document.addEventListener('click', (event) => {
  const target = event.target as Element;
  if (target.closest('[data-connect]')) connect();
  if (target.closest('#next-step')) openOnPhone();
});
// The script of Muster is deferred too, and stands before this one.
window.addEventListener('load', connectFromHub);
