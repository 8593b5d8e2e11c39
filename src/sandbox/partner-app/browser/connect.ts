import { post, showNotice } from './actions.ts';

interface MusterLink {
  open(options: { linkToken: string; onSuccess: (publicToken: string) => void; onExit: () => void }): unknown;
}

/** Opens the modal; the public token goes to the back end, which keeps what it gets for it. */
export function connect(handover?: string): void {
  showNotice('');
  openModal(handover).catch((error: Error) => showNotice(error.message));
}

async function openModal(handover: string | undefined): Promise<void> {
  const { link_token } = await post<{ link_token: string }>('/connect', { handover });
  const { MusterLink } = window as unknown as { MusterLink: MusterLink };
  MusterLink.open({
    linkToken: link_token,
    onSuccess: (publicToken) =>
      void post('/linked', { public_token: publicToken }).catch(() =>
        showNotice('Muster did not take the public token.'),
      ),
    onExit: () => document.querySelector<HTMLElement>('[data-panel="tile"] button')?.focus(),
  });
}

/** An employer who pressed "Get Started" in Justworks comes with a hand-over; it works once, so it leaves the address. */
export function connectFromHub(): void {
  const handover = new URLSearchParams(location.search).get('muster_handover');
  if (handover === null) return;
  history.replaceState(null, '', location.pathname);
  connect(handover);
}
