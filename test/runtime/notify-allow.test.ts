import { createNotifyAllow } from '@payserver/shared/runtime/notify-allow';
import { describe, expect, test } from 'vitest';

const publicOnly = createNotifyAllow('', [6009, 5432]);

describe('without a list', () => {
  test.each(['https://shop.example/hook', 'https://shop.example:8443/hook', 'https://8.8.8.8/'])(
    '%s may be registered',
    (url) => {
      expect(publicOnly.checkUrl(url)).toBeNull();
    },
  );

  test.each([
    ...['http://shop.example/hook', 'ftp://shop.example/', 'nonsense', 'https://a:b@shop.example/'],
    ...['https://localhost/', 'https://x.localhost/', 'https://127.0.0.1/', 'https://0/'],
    ...['https://2130706433/', 'https://0x7f.1/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/'],
    ...['https://10.0.0.1/', 'https://192.168.1.1/', 'https://172.16.0.1/', 'https://100.64.0.1/'],
    ...['https://169.254.169.254/', 'https://[fd00:ec2::254]/', 'https://[fe80::1]/'],
    ...['https://[64:ff9b::7f00:1]/', 'https://[2002:7f00:1::]/', 'https://224.0.0.1/'],
  ])('%s may not', (url) => {
    expect(publicOnly.checkUrl(url)).not.toBeNull();
  });

  test.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['::ffff:10.1.2.3', false],
    ['169.254.169.254', false],
    ['fd00::1', false],
  ])('a name that leads to %s: %s', (ip, isAllowed) => {
    expect(publicOnly.checkAddress(ip, 443, 'https://shop.example') === null).toBe(isAllowed);
  });
});

describe('with a list', () => {
  const some = createNotifyAllow('http://erp.local:8080,10.0.0.0/8:443,127.0.0.0/8:*', [6009]);
  test.each([
    ['http://erp.local:8080/hook', true],
    ['http://erp.local:8081/hook', true],
    ['https://10.1.2.3/hook', true],
    ['http://10.1.2.3:443/hook', true],
    ['https://10.1.2.3:8443/hook', false],
    ['http://127.0.0.1:7000/', true],
    ['http://127.0.0.1:6009/', false],
    ['https://192.168.1.1/', false],
    ['https://shop.example/', true],
  ])('%s: %s', (url, isAllowed) => {
    expect(some.checkUrl(url) === null).toBe(isAllowed);
  });

  test('a name by http must lead to a listed address', () => {
    expect(some.checkAddress('8.8.8.8', 80, 'http://shop.example')).toBe('must be https');
    expect(some.checkAddress('127.0.0.1', 80, 'http://shop.example')).toBeNull();
    expect(some.checkAddress('192.168.7.7', 8080, 'http://erp.local:8080')).toBeNull();
  });

  test('a list that is none is refused by its name', () => {
    expect(() => createNotifyAllow('nonsense', [])).toThrow(/^NOTIFY_ALLOW: "nonsense"/);
  });
});
