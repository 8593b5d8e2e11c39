const COALESCE_MS = 150;
const SHOWN_WEBHOOKS = 100;

/** Keeps the parts of the page as the server has them: takes a part anew when it is told to, and each webhook as it comes. */
export function followLive(): void {
  const feed = new EventSource('/live');
  let wasLost = false;
  feed.addEventListener('changed', (event: MessageEvent<string>) => takeSoon(event.data));
  feed.addEventListener('webhook', (event: MessageEvent<string>) => showWebhook(event.data));
  feed.addEventListener('error', () => (wasLost = true));
  feed.addEventListener('open', () => {
    if (wasLost) for (const panel of panels()) takeSoon(panel.dataset['panel']!);
    wasLost = false;
    document.documentElement.dataset['live'] = 'yes';
  });
}

const panels = (): NodeListOf<HTMLElement> => document.querySelectorAll('[data-panel]');
const waiting = new Set<string>();

/** Many changes in a row are one look. */
function takeSoon(name: string): void {
  if (waiting.size === 0) setTimeout(() => void takeWaiting(), COALESCE_MS);
  waiting.add(name);
}

async function takeWaiting(): Promise<void> {
  const names = [...waiting];
  waiting.clear();
  for (const panel of panels()) {
    if (names.includes(panel.dataset['panel']!)) await take(panel);
  }
}

async function take(panel: HTMLElement): Promise<void> {
  const answer = await fetch(`/panel/${panel.dataset['panel']}`);
  if (!answer.ok) return;
  const content = await answer.text();
  // Nobody's typing is overwritten; the next change brings it.
  if (panel.contains(document.activeElement) && document.activeElement instanceof HTMLInputElement) return;
  replace(panel, content);
}

/** The focus and the place that was scrolled to stay. */
function replace(panel: HTMLElement, content: string): void {
  const focused = panel.contains(document.activeElement) ? document.activeElement!.id : '';
  const scrolled = panel.querySelector('.scroll')?.scrollTop ?? 0;
  panel.innerHTML = content;
  if (focused !== '') document.getElementById(focused)?.focus();
  panel.querySelector('.scroll')?.scrollTo(0, scrolled);
}

function showWebhook(line: string): void {
  const list = document.getElementById('webhooks');
  if (!list) return;
  list.insertAdjacentHTML('afterbegin', line);
  list.firstElementChild?.classList.add('new');
  while (list.childElementCount > SHOWN_WEBHOOKS) list.lastElementChild!.remove();
  const count = document.getElementById('webhook-count')!;
  count.textContent = String(Number(count.textContent) + 1);
}
