import { describe, expect, test } from 'vitest';
import { checkRequest, type WantedRequest } from './passthrough-request.ts';

const check = (some: Partial<WantedRequest> = {}) =>
  checkRequest({ method: 'GET', path: '/v1/members', hasBody: false, ...some });

describe('a request that is to be passed through', () => {
  test('keeps its path with its query, and the headers that say nothing of who asks', () => {
    const headers = {
      'Accept-Language': 'de',
      'If-None-Match': '"x"',
      Authorization: 'Bearer mine',
      Cookie: 'a=b',
      Host: 'else.where',
      'X-Anything': 'at all',
    };
    expect(check({ path: '/v1/members?limit=10&after=2026-01-01', headers })).toEqual({
      path: '/v1/members?limit=10&after=2026-01-01',
      pathname: '/v1/members',
      headers: { 'accept-language': 'de', 'if-none-match': '"x"' },
    });
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('is no %s', (method) => {
    expect(() => check({ method })).toThrowError(
      expect.objectContaining({ code: 'passthrough_method_refused', pointer: '/method' }),
    );
  });

  test.each([
    'v1/members',
    '//else.where/v1/members',
    'https://else.where/v1/members',
    '/\\else.where/v1/members',
    '/v1/../oauth/token',
    '/v1/./members',
    '/v1/%2e%2e/oauth/token',
    '/v1/members%2Fm1',
    '/v1//members',
    '/v1/members/',
    '/v1/members#x',
    '/v1/members?a=b#c',
    '/v1/mem bers',
    '/v1/members\n',
    '/v1/mémbers',
    '/',
    '',
    `/v1/members?x=${'y'.repeat(2000)}`,
  ])('has no path like %j', (path) => {
    expect(() => check({ path })).toThrowError(
      expect.objectContaining({ code: 'passthrough_path_invalid', pointer: '/path' }),
    );
  });

  test('goes to no other host, has no body, and no header that is two', () => {
    expect(() => check({ baseUrlOverride: 'https://else.where' })).toThrowError(
      expect.objectContaining({ code: 'base_url_override_refused' }),
    );
    expect(() => check({ hasBody: true })).toThrowError(
      expect.objectContaining({ code: 'passthrough_body_refused' }),
    );
    for (const value of ['de\r\nauthorization: x', '', 7, 'x'.repeat(501)])
      expect(() => check({ headers: { 'accept-language': value } })).toThrowError(
        expect.objectContaining({ code: 'passthrough_header_invalid' }),
      );
  });
});
