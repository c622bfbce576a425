import { ConfigError } from '@payserver/shared/runtime/config';
import { createConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import { describe, expect, it } from 'vitest';

const OWN_PORTS = [5432, 6379, 6009];

function allowOf(spec: string) {
  return createConnectorAllow(spec, OWN_PORTS);
}

describe('the default, loopback', () => {
  const allow = allowOf('');

  it.each([
    'http://127.0.0.1:6010/sandbox/wechat/pay',
    'http://127.8.9.10:1/',
    'http://localhost:6010/',
    'http://pay.localhost:6010/',
    'https://[::1]:6010/',
    'http://0x7f.1:6010/',
    'http://2130706433:6010/',
    'http://[::ffff:127.0.0.1]:6010/',
  ])('allows %s', (url) => {
    expect(allow.checkUrl(url)).toBeNull();
  });

  it.each([
    'http://10.0.0.1/',
    'http://pay.example/',
    'http://0.0.0.0:6010/',
    'http://[::]:6010/',
    'http://127.0.0.1.example:6010/',
    'http://[::ffff:10.0.0.1]:6010/',
  ])('refuses %s, which is elsewhere', (url) => {
    expect(allow.checkUrl(url)).toMatch(/not in CONNECTOR_ALLOW/);
  });

  it.each([
    'http://127.0.0.1:5432/',
    'http://localhost:6379/',
    'http://[::1]:6009/',
    'http://0x7f000001:5432/',
    'http://[::ffff:7f00:1]:5432/',
  ])('refuses %s, which is the gateway itself', (url) => {
    expect(allow.checkUrl(url)).toMatch(/gateway itself/);
  });

  it.each([
    ['ftp://127.0.0.1/', /http or https/],
    ['file:///etc/passwd', /http or https/],
    ['http://user:word@127.0.0.1:6010/', /credentials/],
    ['127.0.0.1:6010', /http or https|not a URL/],
    ['', /not a URL/],
  ])('refuses %s', (url, why) => {
    expect(allow.checkUrl(url)).toMatch(why);
  });
});

describe('networks', () => {
  const allow = allowOf('192.168.0.0/16:6008, 10.0.0.0/8:* ,[fd00::/8]:443');

  it('allow their addresses on their port', () => {
    expect(allow.checkUrl('http://192.168.7.6:6008/pay')).toBeNull();
    expect(allow.checkUrl('http://192.168.7.6:6007/pay')).not.toBeNull();
    expect(allow.checkUrl('https://[fd12::1]/pay')).toBeNull();
    expect(allow.checkUrl('http://[fd12::1]/pay')).not.toBeNull();
    expect(allow.checkUrl('http://10.1.2.3/pay')).toBeNull();
    expect(allow.checkUrl('http://127.0.0.1:6008/pay')).not.toBeNull();
  });

  it('do not open the ports of our database and Redis with *', () => {
    expect(allow.checkUrl('http://10.1.2.3:5432/')).not.toBeNull();
    expect(allowOf('10.0.0.0/8:5432').checkUrl('http://10.1.2.3:5432/')).toBeNull();
  });

  it('leave a name to the moment when it is resolved', () => {
    expect(allow.checkUrl('http://wechat.internal:6008/pay')).toBeNull();
    expect(allow.checkAddress('192.168.1.1', 6008, 'http://wechat.internal:6008')).toBeNull();
    expect(allow.checkAddress('8.8.8.8', 6008, 'http://wechat.internal:6008')).not.toBeNull();
    expect(allow.checkAddress('127.0.0.1', 6008, 'http://wechat.internal:6008')).not.toBeNull();
  });

  it('refuse a name on a port that none of them has', () => {
    expect(allowOf('192.168.0.0/16:6008').checkUrl('http://wechat.internal/')).not.toBeNull();
  });
});

describe('origins', () => {
  const allow = allowOf('http://pay.example:8080,https://pay.example');

  it('allow exactly themselves', () => {
    expect(allow.checkUrl('http://pay.example:8080/a?b=c')).toBeNull();
    expect(allow.checkUrl('http://PAY.example:8080/')).toBeNull();
    expect(allow.checkUrl('https://pay.example:443/')).toBeNull();
    expect(allow.checkUrl('http://pay.example/')).not.toBeNull();
    expect(allow.checkUrl('https://pay.example:8080/')).not.toBeNull();
    expect(allow.checkUrl('http://pay.example.evil.example:8080/')).not.toBeNull();
  });

  it('may lead to any address but those that nobody may reach', () => {
    const origin = 'http://pay.example:8080';
    expect(allow.checkAddress('203.0.113.7', 8080, origin)).toBeNull();
    expect(allow.checkAddress('169.254.169.254', 8080, origin)).toMatch(/metadata/);
    expect(allow.checkAddress('127.0.0.1', 6379, origin)).toMatch(/gateway itself/);
    expect(allow.checkAddress('203.0.113.7', 8080)).not.toBeNull();
  });
});

it.each([
  'http://169.254.169.254/latest/meta-data',
  'http://0xa9fea9fe/',
  'http://2852039166/',
  'http://[::ffff:169.254.169.254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[fd00:ec2::254]/',
  'http://[fd20:ce::254]/',
  'http://169.254.170.2/v2/credentials',
  'http://[fd00:ec2::23]/',
  'http://100.100.100.200/latest/meta-data/',
  'http://192.0.0.192/opc/v2/',
  'http://[::169.254.169.254]/',
  'http://[::ffff:0:169.254.169.254]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[64:ff9b::100.100.100.200]/',
])('never allows the metadata service as %s', (url) => {
  const allow = allowOf('0.0.0.0/0:*,[::/0]:*,http://169.254.169.254');
  expect(allow.checkUrl(url)).toMatch(/metadata/);
});

it.each([
  'pay.example',
  'http://pay.example/path',
  'ftp://x',
  '10.0.0.0/99:80',
  '10.0.0.0/8:99999',
])('refuses the entry %s in one line that names it', (entry) => {
  expect(() => allowOf(entry)).toThrow(ConfigError);
  expect(() => allowOf(entry)).toThrow(/^CONNECTOR_ALLOW: [^\n]*$/);
});
