import { generateKeyPairSync } from 'node:crypto';
import { ConfigError, readConfig, settings } from '@payserver/shared/runtime/config';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

type Name = keyof typeof settings;

const NO_PORT = ['', '0', '-1', '65536', '6009.5', '0x1779', ' 6009', 'http'];
const NO_SECRET = ['x', 'one byte short of thirty-two...'];
const NO_URL = ['not a url', '/path', '//host', ' '];
const outside = (min: number, max: number) => [
  ...[min - 1, max + 1, min + 0.5].map(String),
  ...['', ' ', 'many', `${max}ms`, '1e3', '0x10', `+${max}`, 'Infinity'],
];

const RSA_1024 = generateKeyPairSync('rsa', {
  modulusLength: 1_024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).publicKey;

/** For every setting, values that it must refuse; an empty list is free text. */
const WRONG: Record<Name, readonly string[]> = {
  HOST: ['', 'two words', 'http://localhost', '127.0.0.1:80', '-a'],
  PORT: NO_PORT,
  PUBLIC_URL: [
    ...NO_URL,
    ...['https://pay.test?shop=1', 'https://pay.test/?', 'https://pay.test/#top'],
    ...['https://u:p@pay.test', 'https://u@pay.test'],
  ],
  MERCHANT_URL: [
    ...NO_URL,
    ...['https://shops.test/', 'https://shops.test/{UUID}', 'https://shops.test/{uuid}/{uuid}'],
    ...['ftp://shops.test/{uuid}', 'https://u:p@shops.test/{uuid}'],
  ],
  ROUTE_PREFIX: [
    'payServer',
    '/',
    '/payServer/',
    '/a//b',
    '/a b',
    '/a?b',
    '/é',
    '/..',
    '/.',
    '/a/../b',
  ],
  DATA_DIR: ['', ' ', './data\n'],
  DATABASE_URL: [...NO_URL, 'postgres://u:50%@db.test/pay', 'postgres://db.test/%zz'],
  REDIS_URL: [...NO_URL, 'redis://:50%@cache.test', 'redis://cache.test/first'],
  ALLOW_DATA_LOSS: ['yes, please', '2'],
  EMBEDDED_PG_PORT: outside(0, 65_535),
  DB_POOL_MAX: outside(2, 200),
  QUEUE_POOL_MAX: outside(4, 500),
  TIME_ZONE: ['', 'Shanghai', 'Asia/Nowhere', 'now'],
  PAY_WAIT_MS: outside(0, 60_000),
  MAX_PAY_AMOUNT: outside(1, 2_000_000_000),
  BATCH_MAX: outside(1, 10_000),
  MAX_IN_FLIGHT: outside(10, 100_000),
  MAX_BODY_MIB: outside(1, 4_096),
  MAX_WAITING: outside(0, 1_000_000),
  MERCHANT_RATE: outside(0, 1_000_000),
  KEEP_ALIVE_MS: outside(1_000, 3_600_000),
  CORS_ORIGINS: ['*', 'null', 'till.example', 'https://till.example/', 'https://a.example,b'],
  DRAIN_MS: outside(0, 5_000),
  MAX_LOOP_DELAY_MS: outside(0, 60_000),
  ENFORCE_PAYEE: ['', '2', 'maybe', 'TRUE '],
  JWT_SECRET: NO_SECRET,
  JWT_PUBLIC_KEY: ['no key', '-----BEGIN PUBLIC KEY-----', RSA_1024],
  JWT_JWKS_URL: NO_URL,
  JWT_JWKS_REFRESH_MS: outside(500, 300_000),
  JWT_JWKS_KEEP_MS: outside(0, 2_592_000_000),
  JWT_ISSUER: [],
  JWT_AUDIENCE: [],
  NOTIFY_TOKEN_SECRET: NO_SECRET,
  CONNECTOR_ALLOW: ['foo', 'http://pay.test/path', '10.0.0.0/99:80', '10.0.0.0/8:0', '10.0.0.0/8'],
  NOTIFY_ALLOW: ['foo', 'http://pay.test/path', '10.0.0.0/99:80', '10.0.0.0/8:0', '10.0.0.0/8'],
  SANDBOX: ['', 'yes', 'AUTO'],
  SANDBOX_PORT: NO_PORT,
  ACCOUNTS: ['', 'yes', 'AUTO'],
  ACCOUNTS_PORT: NO_PORT,
  WECHAT: ['', 'yes', 'AUTO'],
  WECHAT_PORT: NO_PORT,
  WECHAT_MERCHANTS: [],
  ALIPAY: ['', 'yes', 'AUTO'],
  ALIPAY_PORT: NO_PORT,
  ALIPAY_MERCHANTS: [],
  STUBS_PORT: outside(1, 65_531),
  CONSOLE: ['', 'yes', 'AUTO'],
  CONSOLE_IDLE_MS: outside(1_000, 86_400_000),
  CONSOLE_SESSION_MS: outside(1_000, 604_800_000),
  OIDC_ISSUER: [
    ...NO_URL,
    ...['http://id.test', 'https://id.test/?a', 'https://id.test/#a', 'https://u:p@id.test'],
    'http://127.0.0.1.id.test',
  ],
  OIDC_CLIENT_ID: [],
  OIDC_CLIENT_SECRET: [],
  OIDC_SCOPES: [],
  OIDC_SCOPE_CLAIM: [],
  OIDC_LABEL: [],
  SWEEP_INTERVAL_MS: outside(50, 5_000),
  LEASE_MS: outside(1_000, 600_000),
  CIRCUIT_FAILURES: outside(1, 10_000),
  CIRCUIT_OPEN_MS: outside(100, 600_000),
  METRICS_HOST: ['', 'two words', 'http://localhost', '127.0.0.1:80', '-a'],
  METRICS_PORT: outside(0, 65_535),
  METRICS_TOKEN: [...NO_SECRET, `${'x'.repeat(40)} `, '密'.repeat(40)],
  LOG_LEVEL: ['', 'INFO', 'verbose'],
};
const NAMES = Object.keys(settings) as Name[];
const CASES = NAMES.flatMap((name) => WRONG[name].map((value) => [name, value] as const));

function refusal(env: Record<string, string>): ConfigError {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(env)}`);
}

const namesIn = (message: string) =>
  NAMES.filter((name) => new RegExp(`^${name}: `, 'm').test(message));

describe('a wrong setting', () => {
  test.each(CASES)('%s=%j stops the start with one line that names it', (name, value) => {
    const { message } = refusal({ [name]: value });
    expect(namesIn(message)).toEqual([name]);
    expect(message).not.toMatch(/[\r\n]/);
  });

  test('is named beside every other one, in a line of its own', () => {
    const several = fc.subarray([...CASES], { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(several, (cases) => {
        const { message } = refusal(Object.fromEntries(cases));
        const wrong = new Set<string>(cases.map(([name]) => name));
        expect(namesIn(message)).toEqual(NAMES.filter((name) => wrong.has(name)));
        expect(message.split(/[\r\n]/)).toHaveLength(wrong.size);
      }),
    );
  });

  test('stays one line when its value has a line break, as one from a mounted file has', () => {
    const names = NAMES.filter((name) => WRONG[name].length > 0);
    const messages = names.map((name) => refusal({ [name]: 'a wrong\nvalue\r\n' }).message);
    expect(messages.filter((message) => /[\r\n]/.test(message))).toEqual([]);
  });

  test('never shows a secret, though it is the secret that is wrong', () => {
    const env = {
      JWT_SECRET: 'hunter2',
      NOTIFY_TOKEN_SECRET: 'hunter3',
      DATABASE_URL: 'u:hunter4',
    };
    expect(refusal(env).message).not.toMatch(/hunter/);
    expect(refusal({ DATABASE_URL: 'postgres://u:hunter5@:x/' }).message).not.toMatch(/hunter/);
    expect(refusal({ DATABASE_URL: 'postgres://u:hunter6%@h/' }).message).not.toMatch(/hunter/);
  });

  test.each([
    ['PUBLIC_URL', 'localhost:6009'],
    ['PUBLIC_URL', 'ftp://shop.test'],
    ['DATABASE_URL', 'db.test:5432'],
    ['DATABASE_URL', 'postgres://a.test:5432,b.test:5432/pay'],
    ['DATABASE_URL', 'postgres:///pay?host=a.test,b.test'],
    ['DATABASE_URL', 'postgres://a.test/pay?target_session_attrs=read-write'],
    ['DATABASE_URL', 'postgres://a.test/pay?sslmode=sometimes'],
    ['DATABASE_URL', 'postgres://a.test/pay?sslmode=verify-ca'],
    ['DATABASE_URL', 'postgres://a.test/pay?sslmode=require&sslrootcert=/no/such/file'],
    ['DATABASE_URL', 'postgres://a.test/pay?schema=Bad-Name'],
    ['DATABASE_URL', 'postgres://a.test/pay?schema=bullmq'],
    ['DATABASE_URL', 'redis://db.test:6379'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'postgres://db.test/pay'],
    ['JWT_JWKS_URL', 'auth.test:443'],
    ['JWT_JWKS_URL', 'file:///etc/keys.json'],
  ])('is a URL of a kind that %s cannot use: %s', (name, value) => {
    expect(namesIn(refusal({ [name]: value }).message)).toEqual([name]);
  });
});

test.each([
  ['JWT_SECRET', 'JWT_PUBLIC_KEY'],
  ['JWT_SECRET', 'JWT_JWKS_URL'],
])(
  'two keys, %s and %s, are refused in one line: which would a token be signed with',
  (...names) => {
    const { publicKey } = generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const keys: Record<string, string> = {
      JWT_SECRET: 'x'.repeat(32),
      JWT_PUBLIC_KEY: publicKey,
      JWT_JWKS_URL: 'https://id.test/keys',
    };
    const env = Object.fromEntries(names.map((name) => [name, keys[name] ?? '']));
    expect(refusal(env).message).toBe(`${names.join(', ')}: set only one of them`);
  },
);

test.each(['0.0.0.0', '::', '10.1.2.3', '127.0.0.1.evil.test', 'metrics.test'])(
  'a page of metrics at %s without a token is refused in one line; with one, or switched off, it is not',
  (METRICS_HOST) => {
    const open = { METRICS_HOST, METRICS_PORT: '9464' };
    const { message } = refusal(open);
    expect(namesIn(message)).toEqual(['METRICS_HOST']);
    expect(message).not.toMatch(/[\r\n]/);
    expect(readConfig({ METRICS_HOST }).METRICS_PORT).toBe(0);
    const METRICS_TOKEN = 'x'.repeat(32);
    expect(readConfig({ ...open, METRICS_TOKEN })).toMatchObject({ METRICS_HOST, METRICS_TOKEN });
  },
);

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])(
  'a page of metrics at %s needs no token',
  (METRICS_HOST) => {
    expect(readConfig({ METRICS_HOST, METRICS_PORT: '9464' }).METRICS_TOKEN).toBe('');
  },
);

describe('settings', () => {
  test('need nothing: the default is an embedded gateway on loopback', () => {
    expect(readConfig({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 6009,
      TIME_ZONE: 'Asia/Shanghai',
      PAY_WAIT_MS: 8_000,
      ENFORCE_PAYEE: true,
      embedded: true,
      publicUrl: 'http://localhost:6009',
      apiUrl: 'http://localhost:6009/api/v1.0.0',
    });
  });

  test.each([
    ['BATCH_MAX', 1, 10_000],
    ['MAX_PAY_AMOUNT', 1, 2_000_000_000],
    ['PAY_WAIT_MS', 0, 60_000],
    ['SWEEP_INTERVAL_MS', 50, 5_000],
    ['LEASE_MS', 1_000, 600_000],
    ['DB_POOL_MAX', 2, 200],
  ] as const)('accept %s from %i to %i', (name, min, max) => {
    fc.assert(
      fc.property(fc.constantFrom(min, max), fc.integer({ min, max }), (edge, value) => {
        expect(readConfig({ [name]: String(edge) })[name]).toBe(edge);
        expect(readConfig({ [name]: String(value) })[name]).toBe(value);
      }),
    );
  });

  test('turn the check of payee off by 0', () => {
    expect(readConfig({ ENFORCE_PAYEE: '0' }).ENFORCE_PAYEE).toBe(false);
    expect(readConfig({ ENFORCE_PAYEE: '1' }).ENFORCE_PAYEE).toBe(true);
  });

  test('build every href from PUBLIC_URL and ROUTE_PREFIX, with no slash twice', () => {
    for (const PUBLIC_URL of ['https://pay.test', 'https://pay.test/', 'https://pay.test///']) {
      const config = readConfig({ PUBLIC_URL, ROUTE_PREFIX: '/payServer', PORT: '80' });
      expect(config.apiUrl).toBe('https://pay.test/payServer/api/v1.0.0');
    }
    expect(readConfig({ PORT: '7000' }).apiUrl).toBe('http://localhost:7000/api/v1.0.0');
  });

  test('are not embedded with a database of their own', () => {
    expect(readConfig({ DATABASE_URL: 'postgresql://u@db.test/pay' }).embedded).toBe(false);
  });

  test('count the bytes of a secret, not its characters', () => {
    expect(readConfig({ JWT_SECRET: '密'.repeat(11) }).JWT_SECRET).toHaveLength(11);
    expect(namesIn(refusal({ JWT_SECRET: 'x'.repeat(31) }).message)).toEqual(['JWT_SECRET']);
  });

  test('cannot be changed after they were read', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});
