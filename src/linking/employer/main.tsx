import { render } from 'preact';
import { EmployerApp } from './app.tsx';
import { takeToken } from './link-token.ts';

// A new link opened in the same tab changes only the fragment, and nothing would load.
window.addEventListener('hashchange', () => {
  if (window.location.hash.includes('token=')) window.location.reload();
});

render(<EmployerApp token={takeToken(window)} />, document.getElementById('employer')!);
