import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';

const REFUSED: Record<string, string[]> = {
  'this network': ['0.0.0.0', '0.1.2.3'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'link-local and metadata': ['169.254.0.1', '169.254.169.254', 'fe80::1', 'fd00:ec2::254'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255', '100.100.100.200'],
  'IETF protocols, documentation, benchmarking': [
    '192.0.0.192',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '198.19.255.255',
    '2001:db8::1',
    '3fff::1',
    '2001:2::1',
  ],
  'multicast, class E, broadcast': [
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    'ff02::1',
  ],
  '6to4 relay and 6to4': ['192.88.99.1', '2002:a9fe:a9fe::1', '2002:808:808::1'],
  'NAT64, both prefixes': ['64:ff9b::a9fe:a9fe', '64:ff9b::8.8.8.8', '64:ff9b:1::a9fe:a9fe'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8'],
  'IPv4-translated (SIIT)': ['::ffff:0:7f00:1', '::ffff:0:127.0.0.1'],
  'IPv4-compatible': ['::127.0.0.1', '::a9fe:a9fe', '::'],
  Teredo: ['2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  'unique local, site-local, discard, segment routing': [
    'fc00::1',
    'fdff::1',
    'fec0::1',
    '100::1',
    '5f00::1',
  ],
  'outside of the allocated space': ['4000::1', '200::1', 'a000::1'],
  'with a zone': ['fe80::1%eth0', '2606:4700::1%eth0'],
  'the host service of a cloud': ['168.63.129.16'],
  'other spellings': ['127.1', '0x7f.1', '2130706433', '017700000001', '[::1]', 'localhost', ''],
};

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '172.15.0.1',
  '172.32.0.1',
  '100.128.0.1',
  '11.0.0.1',
  '2606:4700::1111',
  '2a00:1450::1',
];

describe('isPublicAddress', () => {
  for (const [range, addresses] of Object.entries(REFUSED)) {
    it.each(addresses)(`refuses ${range}: %s`, (address) => {
      expect(isPublicAddress(address)).toBe(false);
    });
  }

  it.each(PUBLIC)('accepts %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});
