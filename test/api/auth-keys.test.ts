import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { createClient } from '../support/client.ts';
import { refusalProblem } from '../support/refusal.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { bytesOf, type Signer, signToken } from '../support/sign-token.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

const gateway = sharedGateway();
const CLAIMS = { merchantUUID: newMerchant() };
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

async function startWith(settings: Record<string, string>): Promise<ApiProcess> {
  const api = await startApi(gateway, { JWT_SECRET: '', ...settings });
  onTestFinished(async () => await api.stop());
  return api;
}

/** What `GET /payModes` says to a token of this signer. */
async function ask({ url }: ApiProcess, signer: Signer) {
  return await createClient(url, await signToken(CLAIMS, signer)).get('/payModes');
}

const newPair = async (alg: string) => await generateKeyPair(alg, { extractable: true });

test.each(ALGORITHMS)(
  'with JWT_PUBLIC_KEY of %s, only tokens of its private key and algorithm pass',
  async (alg) => {
    const [right, wrong] = [await newPair(alg), await newPair(alg)];
    const pem = await exportSPKI(right.publicKey);
    const api = await startWith({ JWT_PUBLIC_KEY: pem });
    expect((await ask(api, { key: right.privateKey, alg })).status).toBe(200);
    const refused: Signer[] = [
      { key: wrong.privateKey, alg },
      // The public key is no secret: whoever has it must not be able to sign with it.
      { key: bytesOf(pem), alg: 'HS256' },
      { key: bytesOf(pem.trim()), alg: 'HS256' },
      { key: bytesOf(TEST_JWT_SECRET), alg: 'HS256' },
    ];
    for (const signer of refused) {
      expect(refusalProblem(await ask(api, signer), { code: 9401 })).toBeNull();
    }
  },
);

test('a PEM key whose lines are joined by \\n, as in .env files, is understood', async () => {
  const { privateKey, publicKey } = await newPair('ES256');
  const pem = (await exportSPKI(publicKey)).trim().replaceAll('\n', String.raw`\n`);
  const api = await startWith({ JWT_PUBLIC_KEY: pem });
  expect((await ask(api, { key: privateKey, alg: 'ES256' })).status).toBe(200);
});

test('the key decides the algorithm: a token of an RSA key with another RSA algorithm is refused', async () => {
  const { privateKey, publicKey } = await newPair('PS256');
  const api = await startWith({ JWT_PUBLIC_KEY: await exportSPKI(publicKey) });
  const answer = await ask(api, { key: privateKey, alg: 'PS256' });
  expect(refusalProblem(answer, { code: 9401 })).toBeNull();
});

/** A real key server; `keys` are what it serves from now on, null makes it fail. */
async function startKeyServer() {
  const served: { keys: object[] | null; fetches: number } = { keys: [], fetches: 0 };
  const server = createServer((_request, response) => {
    served.fetches += 1;
    response.statusCode = served.keys === null ? 500 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: served.keys ?? [] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { served, url: `http://127.0.0.1:${port}/jwks.json` };
}

async function newServedKey(alg: string) {
  const { privateKey, publicKey } = await newPair(alg);
  const kid = `key-${alg}`;
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { jwk, signer: { key: privateKey, alg, kid } };
}

test('with JWT_JWKS_URL, tokens of every served key pass, and of no other', async () => {
  const keys = await Promise.all(ALGORITHMS.map(newServedKey));
  const { served, url } = await startKeyServer();
  served.keys = keys.map(({ jwk }) => jwk);
  const api = await startWith({ JWT_JWKS_URL: url });
  for (const { signer } of keys) expect((await ask(api, signer)).status).toBe(200);

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
    expect(refusalProblem(await ask(api, signer), { code: 9401 })).toBeNull();
  }
});

test('the keys are fetched once, however many tokens name keys that nobody has', async () => {
  const { jwk, signer } = await newServedKey('ES256');
  const { served, url } = await startKeyServer();
  served.keys = [jwk];
  const api = await startWith({ JWT_JWKS_URL: url });
  expect((await ask(api, signer)).status).toBe(200);
  const { signer: stranger } = await newServedKey('ES256');
  const names = Array.from({ length: 50 }, (_, at) => `nobody-${at}`);
  const refused = await Promise.all(names.map((kid) => ask(api, { ...stranger, kid })));
  expect(refused.map((answer) => refusalProblem(answer, { code: 9401 }))).toEqual(
    names.map(() => null),
  );
  expect((await ask(api, signer)).status).toBe(200);
  expect(served.fetches).toBe(1);
});

test('while the keys cannot be fetched nobody is told that its token is wrong: 503 with 9503, to try again', async () => {
  const { jwk, signer } = await newServedKey('EdDSA');
  const { served, url } = await startKeyServer();
  served.keys = null;
  const api = await startWith({ JWT_JWKS_URL: url });
  const away = await ask(api, signer);
  expect(refusalProblem(away, { code: 9503 })).toBeNull();
  expect(away.headers.get('retry-after')).toBe('1');
  served.keys = [jwk];
  expect((await ask(api, signer)).status).toBe(200);
});

test.each([
  ['no key', {}],
  ['two keys', { JWT_SECRET: TEST_JWT_SECRET, JWT_JWKS_URL: 'http://127.0.0.1:1/jwks' }],
  ['a secret of 31 bytes', { JWT_SECRET: 'x'.repeat(31) }],
  ['a public key that is none', { JWT_PUBLIC_KEY: 'x' }],
])('with %s the API does not start, and says which setting is wrong', async (_what, settings) => {
  await expect(startWith(settings)).rejects.toThrow(/JWT_/);
});

test('an RSA key of 1024 bits is refused at start', async () => {
  const { generateKeyPairSync } = await import('node:crypto');
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  await expect(startWith({ JWT_PUBLIC_KEY: pem })).rejects.toThrow(/JWT_PUBLIC_KEY/);
});
