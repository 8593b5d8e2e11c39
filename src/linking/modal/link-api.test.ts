import { expect, it, vi } from 'vitest';
import { createLinkApi, LinkRefused, RequestFailed } from './link-api.ts';

function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  return vi.fn<typeof fetch>(() => Promise.resolve(new Response(JSON.stringify(body), { status, headers })));
}

it('sends the link token as a bearer, never in the address', async () => {
  const request = answering(200, { state: 'awaiting_consent' });
  await createLinkApi('a.b.c', request).getSession();
  const [url, init] = request.mock.calls[0]!;
  expect(url).toBe('/link/api/session');
  expect(init?.method).toBe('GET');
  expect(init?.headers).toMatchObject({ authorization: 'Bearer a.b.c' });
});

it('posts an empty object where there is nothing to say', async () => {
  const request = answering(200, {});
  await createLinkApi('t', request).checkPermissions();
  const posted: unknown = expect.objectContaining({ method: 'POST', body: '{}' });
  expect(request).toHaveBeenCalledWith('/link/api/session/check-permissions', posted);
});

it('says with the consent what was agreed to', async () => {
  const request = answering(200, {});
  await createLinkApi('t', request).consent('as-shown', 'Ann Lee');
  const posted: unknown = expect.objectContaining({
    method: 'POST',
    body: '{"agreement":"as-shown","person_name":"Ann Lee","is_authorized":true}',
  });
  expect(request).toHaveBeenCalledWith('/link/api/session/consent', posted);
});

it('sends a log-in and a choice in the body', async () => {
  const request = answering(200, {});
  const api = createLinkApi('t', request);
  await api.giveCredentials({ userName: 'u', password: 'p', authenticatorSecret: 's' });
  await api.chooseMethod('oauth');
  await api.chooseCompany('c');
  expect(request.mock.calls.map(([url, init]) => [url, JSON.parse(init?.body as string) as unknown])).toEqual(
    [
      ['/link/api/session/credentials', { user_name: 'u', password: 'p', authenticator_secret: 's' }],
      ['/link/api/session/method', { method: 'oauth' }],
      ['/link/api/session/company', { company_id: 'c' }],
    ],
  );
});

it('asks where to consent', async () => {
  const api = createLinkApi('t', answering(200, { authorization_url: 'https://source.example/a' }));
  expect(await api.startAuthorization()).toBe('https://source.example/a');
});

it('hands out the public token', async () => {
  expect(await createLinkApi('t', answering(200, { public_token: 'pt' })).createPublicToken()).toBe('pt');
});

it.each([401, 403, 404, 410])('takes %i for the end of the link', async (status) => {
  await expect(createLinkApi('t', answering(status, {})).getSession()).rejects.toBeInstanceOf(LinkRefused);
});

it('passes on how long a busy service wants to be left alone', async () => {
  const failed = createLinkApi('t', answering(429, {}, { 'retry-after': '7' })).getSession();
  await expect(failed).rejects.toMatchObject({ name: 'RequestFailed', status: 429, retryAfterMs: 7000 });
});

it('counts no answer and an answer that is no JSON as failed', async () => {
  const offline = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('network')));
  await expect(createLinkApi('t', offline).getSession()).rejects.toMatchObject({ status: null });
  const html = vi.fn<typeof fetch>(() => Promise.resolve(new Response('<html>')));
  await expect(createLinkApi('t', html).getSession()).rejects.toBeInstanceOf(RequestFailed);
});
