import { exportSPKI, generateKeyPair } from 'jose';
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
