import { describe, expect, it } from 'vitest';
import { checkUrlShape } from './url-shape.ts';

const inProduction = { isLoopbackHttpAllowed: false };
const inDevelopment = { isLoopbackHttpAllowed: true };

describe('checkUrlShape', () => {
  it.each([
    'https://partner.example.com/hooks',
    'https://partner.example.com:8443/hooks?tenant=1',
    'https://partner.example.com:9443',
    'https://8.8.8.8/hooks',
    'https://[2606:4700::1111]/hooks',
  ])('finds nothing wrong with %s', (url) => {
    expect(checkUrlShape(url, inProduction)).toBeUndefined();
  });

  it.each([
    ['', 'url_malformed'],
    ['partner.example.com', 'url_malformed'],
    ['/hooks', 'url_malformed'],
    ['https://partner.example.com/a b', 'url_malformed'],
    ['https://partner.example.com/\r\nhost: x', 'url_malformed'],
    [' https://partner.example.com', 'url_malformed'],
    ['https:\\\\127.0.0.1', 'url_malformed'],
    [`https://partner.example.com/${'x'.repeat(2048)}`, 'url_malformed'],
    ['http://partner.example.com', 'url_not_https'],
    ['ftp://partner.example.com', 'url_not_https'],
    ['file:///etc/passwd', 'url_not_https'],
    ['https://user:pass@partner.example.com', 'url_has_credentials'],
    ['https://user@partner.example.com', 'url_has_credentials'],
    ['https://127.0.0.1@partner.example.com', 'url_has_credentials'],
    ['https://partner.example.com:25', 'url_port_refused'],
    ['https://partner.example.com:22', 'url_port_refused'],
    ['https://partner.example.com:80', 'url_port_refused'],
    ['https://partner.example.com:5432', 'url_port_refused'],
    ['https://partner.example.com:6379', 'url_port_refused'],
    ['https://127.0.0.1', 'url_address_refused'],
    ['https://127.1', 'url_address_refused'],
    ['https://0x7f.1', 'url_address_refused'],
    ['https://2130706433', 'url_address_refused'],
    ['https://017700000001', 'url_address_refused'],
    ['https://[::1]', 'url_address_refused'],
    ['https://[::ffff:127.0.0.1]', 'url_address_refused'],
    ['https://[64:ff9b::a9fe:a9fe]', 'url_address_refused'],
    ['https://[2002:a9fe:a9fe::1]', 'url_address_refused'],
    ['https://169.254.169.254/latest', 'url_address_refused'],
    ['https://localhost', 'url_address_refused'],
    ['https://LOCALHOST.', 'url_address_refused'],
    ['https://hooks.localhost', 'url_address_refused'],
    ['https://metadata.google.internal', 'url_address_refused'],
    ['https://printer.local', 'url_address_refused'],
    ['https://intranet', 'url_address_refused'],
    ['https://①②⑦.⓪.⓪.①', 'url_address_refused'],
  ])('refuses %j as %s', (url, code) => {
    expect(checkUrlShape(url, inProduction)?.code).toBe(code);
  });

  it.each([
    'http://localhost:4100/hooks',
    'http://127.0.0.1:4100',
    'http://[::1]:4100',
    'https://localhost:4100',
  ])('takes %s in development only', (url) => {
    expect(checkUrlShape(url, inDevelopment)).toBeUndefined();
    expect(checkUrlShape(url, inProduction)).toBeDefined();
  });

  it.each([
    ['http://partner.example.com', 'url_not_https'],
    ['http://192.168.1.1:4100', 'url_not_https'],
    ['https://192.168.1.1:4100', 'url_address_refused'],
    ['http://localhost:5432', 'url_port_refused'],
    ['ftp://localhost:4100', 'url_not_https'],
    ['http://127.0.0.1.nip.io:4100', 'url_not_https'],
  ])('refuses %s also in development', (url, code) => {
    expect(checkUrlShape(url, inDevelopment)?.code).toBe(code);
  });

  it('does not repeat the URL in its message', () => {
    expect(checkUrlShape('http://partner.example.com/token-1234', inProduction)?.message).not.toContain(
      'token-1234',
    );
  });
});
