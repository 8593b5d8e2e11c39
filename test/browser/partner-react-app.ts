import { createElement, StrictMode, useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
// Typed by its source; the test bundles the file that is served in its place.
import { useMusterLink } from '../../src/linking/embed/react/use-muster-link.ts';

const told: string[] = [];
const openFunctions = new Set<() => void>();
Object.assign(window, { told, openFunctions });

interface Start {
  apiUrl?: string;
  linkToken?: string;
  /** Link tokens that the back end would give, one after the other. */
  fresh?: string[];
}

const start = JSON.parse(document.getElementById('start')!.textContent) as Start;

/** A partner's tile, as its engineers would write it: callbacks are new at each render. */
function Tile({ linkToken, name }: { linkToken: string | undefined; name: string }): ReactElement {
  const { open, isReady, error } = useMusterLink({
    apiUrl: start.apiUrl,
    linkToken,
    getLinkToken: start.fresh && (() => Promise.resolve(start.fresh!.shift()!)),
    onSuccess: (publicToken) => void told.push(`${name} success ${publicToken}`),
    onExit: () => void told.push(`${name} exit`),
    onValidationError: ({ code }) => void told.push(`${name} ${code}`),
  });
  openFunctions.add(open);
  const state = `${isReady ? 'ready' : 'waiting'} ${error?.code ?? ''}`;
  return createElement(
    'button',
    { id: 'connect', onClick: open, 'data-state': state.trim(), 'data-name': name },
    'Connect',
  );
}

function App(): ReactElement {
  const [linkToken, setLinkToken] = useState(start.linkToken);
  const [name, setName] = useState('a');
  const [isShown, setShown] = useState(true);
  Object.assign(window, { setLinkToken, setName, setShown });
  return createElement('main', null, isShown && createElement(Tile, { linkToken, name }));
}

createRoot(document.getElementById('app')!).render(createElement(StrictMode, null, createElement(App)));
