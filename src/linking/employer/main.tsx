import { render } from 'preact';
import { reloadOnNewLink } from '../modal/link-fragment.ts';
import { EmployerApp } from './app.tsx';
import { takeToken } from './link-token.ts';

reloadOnNewLink(window);

render(<EmployerApp token={takeToken(window)} />, document.getElementById('employer')!);
