/** Sends JSON. @throws Error with what the server says */
export async function post<T>(path: string, body: object = {}): Promise<T> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const content = (await answer.json()) as T & { message?: string };
  if (!answer.ok) throw new Error(content.message ?? `The server answered ${answer.status}.`);
  return content;
}

export function showNotice(text: string): void {
  document.getElementById('notice')!.textContent = text;
}

/** Buttons and forms with `data-post` send there what they hold. */
export function sendActions(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('button[data-post]');
    if (button === null || button.getAttribute('aria-disabled') === 'true') return;
    const question = button.dataset['confirm'];
    if (question !== undefined && !confirm(question)) return;
    send(button.dataset['post']!, JSON.parse(button.dataset['body'] ?? '{}') as object);
  });
  document.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    // What is typed is saved now, so the part of the page may be taken anew.
    form.querySelector('button')?.focus();
    send(form.dataset['post']!, Object.fromEntries(new FormData(form)));
  });
}

function send(path: string, body: object): void {
  showNotice('');
  post(path, body).catch((error: Error) => showNotice(error.message));
}
