import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { freePort } from './free-port.mjs';
import type { Signer } from './sign-token.ts';

/** What a key server does now. */
export interface Served {
  keys: JWK[];
  /** null: it answers with the keys; otherwise what it does instead */
  instead: ((response: ServerResponse) => void) | null;
  fetches: number;
}

export interface KeyServer {
  readonly served: Served;
  readonly url: string;
  /** From now on nobody listens there. */
  leave(): Promise<void>;
  /** It listens again, at the same port. */
  comeBack(): Promise<void>;
}

/** A real issuer of keys, on a port of its own. */
export async function startKeyServer(): Promise<KeyServer> {
  const served: Served = { keys: [], instead: null, fetches: 0 };
  const server = createServer((_request, response) => {
    served.fetches += 1;
    if (served.instead !== null) return served.instead(response);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: served.keys }));
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const port = await freePort();
  await listen(port);
  const leave = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  const url = `http://127.0.0.1:${port}/jwks.json`;
  return { served, url, leave, comeBack: async () => await listen(port) };
}

/** A key of an issuer: what it serves, and what signs with it. */
export interface ServedKey {
  readonly jwk: JWK;
  readonly signer: Signer;
}

/** A new one; two of the same `kid` are two keys under one name. */
export async function newServedKey(alg: string, kid = `key-${alg}`): Promise<ServedKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { jwk, signer: { key: privateKey, alg, kid } };
}
