import { render } from 'preact';
import { App } from './app.tsx';
import { takeLaunch } from './launch.ts';

// A new link opened in the same tab changes only the fragment, and nothing would load.
window.addEventListener('hashchange', () => {
  if (window.location.hash.includes('token=')) window.location.reload();
});

const launch = takeLaunch(window);
if (launch?.theme) document.documentElement.dataset.theme = launch.theme;
const place = document.getElementById('modal')!;
// What stood there until now; both happen before the next paint.
place.replaceChildren();
render(<App launch={launch} />, place);
