import { expect, it, vi } from 'vitest';
import { deliverPublicToken } from './deliver-public-token.ts';
import { LinkRefused, RequestFailed, type LinkApi } from './link-api.ts';

const wait = () => Promise.resolve();
const apiWith = (createPublicToken: () => Promise<string>) => ({ createPublicToken }) as LinkApi;

it('hands the token to the partner page once', async () => {
  const tell = vi.fn();
  await deliverPublicToken(
    apiWith(() => Promise.resolve('pt')),
    { tell },
    wait,
  );
  expect(tell.mock.calls).toEqual([[{ type: 'success', public_token: 'pt' }]]);
});

it('tries again when the service stumbles', async () => {
  const tell = vi.fn();
  const create = vi.fn(() => Promise.resolve('pt')).mockRejectedValueOnce(new RequestFailed(503));
  await deliverPublicToken(apiWith(create), { tell }, wait);
  expect(create).toHaveBeenCalledTimes(2);
  expect(tell).toHaveBeenCalledOnce();
});

it('gives up after five attempts and tells nothing', async () => {
  const tell = vi.fn();
  const create = vi.fn(() => Promise.reject<string>(new RequestFailed(null)));
  await expect(deliverPublicToken(apiWith(create), { tell }, wait)).rejects.toBeInstanceOf(RequestFailed);
  expect(create).toHaveBeenCalledTimes(5);
  expect(tell).not.toHaveBeenCalled();
});

it('does not insist when the link is refused', async () => {
  const create = vi.fn(() => Promise.reject<string>(new LinkRefused()));
  await expect(deliverPublicToken(apiWith(create), { tell: vi.fn() }, wait)).rejects.toBeInstanceOf(
    LinkRefused,
  );
  expect(create).toHaveBeenCalledOnce();
});
