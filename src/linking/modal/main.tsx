import { render } from 'preact';
import { App } from './app.tsx';
import { takeLaunch } from './launch.ts';

// A new link opened in the same tab changes only the fragment, and nothing would load.
window.addEventListener('hashchange', () => {
  if (window.location.hash.includes('token=')) window.location.reload();
});

render(<App launch={takeLaunch(window)} />, document.getElementById('modal')!);
