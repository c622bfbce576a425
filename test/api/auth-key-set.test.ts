import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import {
  type KeyServer,
  newServedKey,
  type ServedKey,
  startKeyServer,
} from '../support/key-server.ts';
import { refusalProblem } from '../support/refusal.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { bytesOf, type Signer, signToken } from '../support/sign-token.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const KEEP_MS = 6_000;
/** Far sooner than keys are usually fetched again, also on a busy machine. */
const SOON_MS = 10_000;
/** So rarely that only what a token asks for is fetched. */
const NEVER_MS = '300000';

let issuer: KeyServer;
let keys: ServedKey[];
/** fetches the keys all the time */
let eager: ApiProcess;
/** fetches them when a token makes it */
let lazy: ApiProcess;

beforeAll(async () => {
  issuer = await startKeyServer();
  await issuer.leave();
  keys = await Promise.all(ALGORITHMS.map(async (alg) => await newServedKey(alg)));
  issuer.served.keys = keys.map(({ jwk }) => jwk);
  const start = async (settings: Record<string, string>) =>
    await startApi(sharedGateway(), { JWT_SECRET: '', JWT_JWKS_URL: issuer.url, ...settings });
  [eager, lazy] = await Promise.all([
    start({ JWT_JWKS_REFRESH_MS: '500', JWT_JWKS_KEEP_MS: String(KEEP_MS) }),
    start({ JWT_JWKS_REFRESH_MS: NEVER_MS }),
  ]);
});
afterAll(async () => {
  await Promise.all([eager?.stop(), lazy?.stop(), issuer?.leave()]);
});
/** All is well again, whatever a test did. */
afterEach(async () => {
  issuer.served.keys = keys.map(({ jwk }) => jwk);
  issuer.served.instead = null;
  await eventually(
    async () => await readyOf(eager),
    ({ body }) => body.parts.keys === 'ok',
  );
});

const signerOf = (alg: string): Signer => {
  const key = keys.find(({ signer }) => signer.alg === alg);
  if (key === undefined) throw new Error(`no key of ${alg}`);
  return key.signer;
};

interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly code?: number };
}
const isTaken = ({ status }: Said) => status === 200;
const isRefused = (answer: Said) => refusalProblem(answer, { code: 9401 }) === null;
const isAway = (answer: Said) => refusalProblem(answer, { code: 9503 }) === null;

/** A token of this signer that nobody has seen before. */
const newToken = async (signer: Signer) => await signToken({ merchantUUID: newMerchant() }, signer);
const show = async ({ url }: ApiProcess, token: string) =>
  await createClient(url, token).get('/payModes');
const ask = async (api: ApiProcess, signer: Signer) => await show(api, await newToken(signer));
const readyOf = async ({ url }: ApiProcess) => await createClient(url, null).get('/health/ready');
/** How often its log says this. */
const linesOf = ({ app }: ApiProcess, said: string) => app.output().split(said).length - 1;

test('an API that starts without its issuer says 9503, not that a token is wrong, and then takes it', async () => {
  const token = await newToken(signerOf('EdDSA'));
  const away = await show(lazy, token);
  expect(away).toSatisfy(isAway);
  expect(away.headers.get('retry-after')).toBe('1');
  const unready = await readyOf(lazy);
  expect([unready.status, unready.body.parts.keys]).toEqual([503, 'unreachable (ECONNREFUSED)']);
  await issuer.comeBack();
  await eventually(async () => await show(lazy, token), isTaken, SOON_MS);
});

test('tokens of every served key pass, and of no other', async () => {
  for (const { signer } of keys) expect((await ask(lazy, signer)).status).toBe(200);
  const stranger = await newServedKey('RS256');
  const [first] = keys;
  const refused: Signer[] = [
    { ...stranger.signer, kid: 'nobody' },
    // Another key under the name of a served one.
    stranger.signer,
    { key: bytesOf(JSON.stringify(first?.jwk)), alg: 'HS256', kid: 'key-RS256' },
    { key: bytesOf(TEST_JWT_SECRET), alg: 'HS256', kid: 'key-RS256' },
  ];
  for (const signer of refused) {
    expect(refusalProblem(await ask(lazy, signer), { code: 9401 })).toBeNull();
  }
});

test('a key that appears at the issuer is taken within seconds, without waiting for the next fetch', async () => {
  const added = await newServedKey('ES256', 'added');
  expect(await ask(lazy, added.signer)).toSatisfy(isRefused);
  issuer.served.keys = [...issuer.served.keys, added.jwk];
  await eventually(async () => await ask(lazy, added.signer), isTaken, SOON_MS);
});

test('tokens that name keys which nobody has cause one fetch a second, and delay no good ones', async () => {
  const { signer: stranger } = await newServedKey('ES256');
  const before = issuer.served.fetches;
  const startedAt = performance.now();
  for (let round = 0; round < 5; round += 1) {
    const names = Array.from({ length: 60 }, (_, at) => `nobody-${round}-${at}`);
    const answers = await Promise.all(
      names.map(async (kid) => await ask(lazy, { ...stranger, kid })),
    );
    expect(answers.filter((answer) => !isRefused(answer))).toEqual([]);
    expect((await ask(lazy, signerOf('EdDSA'))).status).toBe(200);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  // The other process fetches every half second.
  const ofEager = Math.ceil(seconds * 2) + 1;
  expect(issuer.served.fetches - before).toBeLessThanOrEqual(Math.ceil(seconds) + 1 + ofEager);
});

test('a key that is withdrawn counts no longer than until the next fetch, also for a token that was seen before', async () => {
  const withdrawn = await newServedKey('ES256', 'withdrawn');
  issuer.served.keys = [...issuer.served.keys, withdrawn.jwk];
  const token = await newToken(withdrawn.signer);
  const remaining = await newToken(signerOf('ES256'));
  await eventually(async () => await show(eager, token), isTaken, SOON_MS);
  expect(await show(eager, token)).toSatisfy(isTaken);
  issuer.served.keys = keys.map(({ jwk }) => jwk);
  await eventually(async () => await show(eager, token), isRefused, SOON_MS);
  expect(await show(eager, remaining)).toSatisfy(isTaken);
});

test('another key under the same name takes the place of the old one at the next fetch', async () => {
  const [old, next] = [await newServedKey('ES256', 'same'), await newServedKey('ES256', 'same')];
  issuer.served.keys = [old.jwk];
  await eventually(async () => await ask(eager, old.signer), isTaken, SOON_MS);
  issuer.served.keys = [next.jwk];
  await eventually(async () => await ask(eager, next.signer), isTaken, SOON_MS);
  expect(await ask(eager, old.signer)).toSatisfy(isRefused);
});

test('a token that names no key is tried with every key of its algorithm', async () => {
  const second = await newServedKey('ES256', 'second');
  issuer.served.keys = [...issuer.served.keys, second.jwk];
  const nameless = ({ key, alg }: Signer): Signer => ({ key, alg });
  await eventually(async () => await ask(eager, nameless(second.signer)), isTaken, SOON_MS);
  expect(await ask(eager, nameless(signerOf('ES256')))).toSatisfy(isTaken);
  const stranger = await newServedKey('ES256');
  expect(await ask(eager, nameless(stranger.signer))).toSatisfy(isRefused);
});

test('a served key that is too weak, broken or of another purpose takes no token and harms no other', async () => {
  const weak = await newServedKey('RS256', 'weak');
  const { generateKeyPairSync } = await import('node:crypto');
  const small = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({
    format: 'jwk',
  });
  const enc = await newServedKey('ES256', 'enc');
  issuer.served.keys = [
    ...issuer.served.keys,
    { ...small, kid: 'weak', kty: 'RSA' },
    { ...enc.jwk, use: 'enc' },
    { kty: 'RSA', kid: 'broken', n: '?' },
  ];
  const of = (name: string): Signer => ({ ...weak.signer, kid: name });
  for (const signer of [of('weak'), of('broken'), enc.signer]) {
    expect(await ask(eager, signer)).toSatisfy(isRefused);
    expect(await ask(eager, signerOf('RS256'))).toSatisfy(isTaken);
  }
});

const LOST = 'the keys for tokens cannot be fetched"';
const BACK = 'the keys for tokens can be fetched again';
const TOO_OLD = 'the keys for tokens are too old';

interface Trouble {
  readonly what: string;
  readonly says: RegExp;
  readonly begin: () => unknown;
}
const TROUBLES: readonly Trouble[] = [
  {
    what: 'answers an empty set',
    says: /has no usable key$/,
    begin: () => (issuer.served.keys = []),
  },
  {
    what: 'fails',
    says: /HTTP 500$/,
    begin: () => (issuer.served.instead = (response) => response.writeHead(500).end('{}')),
  },
  {
    what: 'sends elsewhere',
    says: /HTTP 302$/,
    begin: () =>
      (issuer.served.instead = (response) => response.writeHead(302, { location: '/x' }).end()),
  },
  {
    what: 'answers a page',
    says: /not a key set$/,
    begin: () => (issuer.served.instead = (response) => response.end('<html>')),
  },
  {
    what: 'answers without end',
    says: /more than \d+ bytes$/,
    begin: () => (issuer.served.instead = (response) => response.end('x'.repeat(2_000_000))),
  },
];

test.each(TROUBLES)(
  'while the issuer $what the last good keys count, and readiness says their age',
  async ({ says, begin }) => {
    begin();
    const { status, body } = await eventually(
      async () => await readyOf(eager),
      ({ body: { parts } }) => parts.keys !== 'ok',
    );
    expect([status, body.status]).toEqual([200, 'ready']);
    expect(body.parts.keys).toMatch(/^\d+ s old: /);
    expect(body.parts.keys).toMatch(says);
    expect(await ask(eager, signerOf('RS256'))).toSatisfy(isTaken);
  },
);

test('an issuer that is gone: its keys count for as long as is set, then nothing does, until it is back', async () => {
  const counts = () => [LOST, TOO_OLD, BACK].map((said) => linesOf(eager, said));
  await eventually(
    async () => await readyOf(eager),
    ({ body }) => body.parts.keys === 'ok',
  );
  const [lost = 0, tooOld = 0, back = 0] = counts();
  const token = await newToken(signerOf('EdDSA'));
  const since = performance.now();
  await issuer.leave();
  const away = await eventually(
    async () => await readyOf(eager),
    ({ body }) => body.parts.keys !== 'ok',
  );
  expect(away.status).toBe(200);
  expect(away.body.parts.keys).toMatch(/^\d+ s old: unreachable \(ECONNREFUSED\)$/);
  // Known or seen for the first time; and one that names a key which may be new.
  for (const signer of keys.map((key) => key.signer))
    expect(await ask(eager, signer)).toSatisfy(isTaken);
  expect(await show(eager, token)).toSatisfy(isTaken);
  expect(await ask(eager, { ...signerOf('ES256'), kid: 'perhaps-new' })).toSatisfy(isAway);

  const ended = await eventually(async () => await show(eager, token), isAway);
  expect(performance.now() - since).toBeGreaterThan(KEEP_MS / 2);
  expect(ended.headers.get('retry-after')).toBe('1');
  const unready = await readyOf(eager);
  expect([unready.status, unready.body.parts.keys]).toEqual([
    503,
    expect.stringMatching(/^too old, \d+ s: /),
  ]);

  await eventually(
    async () => linesOf(eager, TOO_OLD),
    (lines) => lines === tooOld + 1,
  );

  await issuer.comeBack();
  await eventually(async () => await show(eager, token), isTaken, SOON_MS);
  await eventually(
    async () => await readyOf(eager),
    ({ status }) => status === 200,
  );
  expect(counts()).toEqual([lost + 1, tooOld + 1, back + 1]);
});
