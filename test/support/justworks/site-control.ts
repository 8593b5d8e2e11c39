import { request } from 'undici';

/** Asks the sandbox's control API; throws with its answer when it refuses. */
export async function postControl<T = unknown>(
  sandbox: { url: string },
  path: string,
  body: Record<string, unknown> = {},
): Promise<T> {
  const answer = await request(`${sandbox.url}/control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${path} answered ${answer.statusCode}: ${text}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}
