import { render } from 'preact';
import { App } from './app.tsx';
import { takeLaunch } from './launch.ts';
import { reloadOnNewLink } from './link-fragment.ts';

reloadOnNewLink(window);

const launch = takeLaunch(window);
if (launch?.theme) document.documentElement.dataset.theme = launch.theme;
const place = document.getElementById('modal')!;
// What stood there until now; both happen before the next paint.
place.replaceChildren();
render(<App launch={launch} />, place);
