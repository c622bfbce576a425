import { isMerchantUUID, merchantUUIDOf } from '@payserver/shared/domain/caller';
import { expect, it } from 'vitest';

it.each([
  ['http://192.168.7.188:6004/api/v1.0.0/shops/eLzwsgnlWpZN8xtvz0qgvw', 'eLzwsgnlWpZN8xtvz0qgvw'],
  ['https://x.example/shops/demo-shop/', 'demo-shop'],
  ['https://x.example/shops/M1?merchant=M2#M3', 'M1'],
])('finds the merchant of %s', (href, merchantUUID) => {
  expect(merchantUUIDOf(href)).toBe(merchantUUID);
});

it.each([
  '',
  'eLzwsgnlWpZN8xtvz0qgvw',
  '/shops/M1',
  'https://x.example/',
  'https://x.example',
  'ftp://x.example/shops/M1',
  'https://x.example/shops/a%2Fb',
  `https://x.example/shops/${'a'.repeat(65)}`,
  5,
  null,
  undefined,
])('finds none in %j', (href) => {
  expect(merchantUUIDOf(href)).toBeNull();
});

it('takes only plain ids for merchants', () => {
  expect(isMerchantUUID('mI2NDMoQRdnKCq01hAsLwQ')).toBe(true);
  for (const text of ['', 'a b', 'a/b', '\0', 'é', 7, null])
    expect(isMerchantUUID(text)).toBe(false);
});
