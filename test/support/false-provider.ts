import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';

/** What a token of the false provider says and how it is signed; by default all of it is right. */
export interface FalseToken {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly signedBy?: 'its key' | 'another key' | 'nobody';
}

/** An OpenID provider that answers every code with the token that it is set to. */
export interface FalseProvider {
  readonly url: string;
  /** @param nonce what the console has asked to find in it */
  say(token: FalseToken, nonce: string): void;
  stop(): Promise<void>;
}

const ALG = 'RS256';
const KID = 'its-key';

export async function startFalseProvider(): Promise<FalseProvider> {
  const own = await generateKeyPair(ALG);
  const other = await generateKeyPair(ALG);
  const jwk = { ...(await exportJWK(own.publicKey)), kid: KID, alg: ALG, use: 'sig' };
  let said: { readonly token: FalseToken; readonly nonce: string } = { token: {}, nonce: '' };
  const sign = async ({ claims, signedBy = 'its key' }: FalseToken, nonce: string) => {
    const now = Math.floor(Date.now() / 1_000);
    const right = { iss: url, aud: 'console', sub: 'eve', nonce, iat: now, exp: now + 300 };
    const payload = { ...right, roles: ['payserver:admin'], ...claims };
    if (signedBy === 'nobody') return new UnsecuredJWT(payload).encode();
    const key = signedBy === 'its key' ? own.privateKey : other.privateKey;
    return await new SignJWT(payload).setProtectedHeader({ alg: ALG, kid: KID }).sign(key);
  };
  const bodies: Readonly<Record<string, () => Promise<object>>> = {
    '/.well-known/openid-configuration': async () => ({
      issuer: url,
      authorization_endpoint: `${url}/auth`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
    }),
    '/jwks': async () => ({ keys: [jwk] }),
    '/token': async () => ({
      access_token: 'x',
      token_type: 'Bearer',
      id_token: await sign(said.token, said.nonce),
    }),
  };
  const answer = async (path: string, response: ServerResponse) => {
    const body = await bodies[path]?.();
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '', response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    say: (token, nonce) => {
      said = { token, nonce };
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
