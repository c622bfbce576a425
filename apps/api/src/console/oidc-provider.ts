import type { Config } from '@payserver/shared/runtime/config';
import type * as Client from 'openid-client';

/** What one log-in must find again when the browser comes back. */
export interface OidcAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** An OpenID provider that people log in with. */
export interface OidcProvider {
  /** Where the browser goes, and what it must bring back. */
  begin(): Promise<{ readonly url: URL; readonly attempt: OidcAttempt }>;
  /**
   * The claims that the provider makes about whoever has come back with this query.
   *
   * @throws {OidcError}
   */
  finish(query: URLSearchParams, attempt: OidcAttempt): Promise<Readonly<Record<string, unknown>>>;
}

/** Why nobody was logged in. */
export class OidcError extends Error {
  override readonly name = 'OidcError';
  /** `unavailable`: it cannot be asked now; `refused`: it, or what it said, proves nothing */
  readonly reason: 'unavailable' | 'refused';

  constructor(reason: OidcError['reason'], cause: unknown) {
    super(cause instanceof Error ? cause.message : reason, { cause });
    this.reason = reason;
  }
}

type OidcSettings = Pick<
  Config,
  | 'publicUrl'
  | 'ROUTE_PREFIX'
  | 'OIDC_ISSUER'
  | 'OIDC_CLIENT_ID'
  | 'OIDC_CLIENT_SECRET'
  | 'OIDC_SCOPES'
  | 'OIDC_SCOPE_CLAIM'
>;

/** The library, and what the provider has said of itself. */
interface Known {
  readonly client: typeof Client;
  readonly provider: Client.Configuration;
}

const TIMEOUT_S = 5;
/** What it says of itself may change. */
const KNOWN_MS = 600_000;

/**
 * The provider of OIDC_ISSUER, with the authorization code flow and PKCE. It is asked for its endpoints, and the library
 * loaded, when the first person logs in: a provider that is away keeps no gateway from starting.
 */
export function createOidcProvider(settings: OidcSettings): OidcProvider {
  const redirectUri = `${settings.publicUrl}${settings.ROUTE_PREFIX}/console/oidc/callback`;
  const known = rememberFor(KNOWN_MS, async () => await discover(settings));
  return {
    async begin() {
      const { client, provider } = await known().catch(unavailable);
      const attempt = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: settings.OIDC_SCOPES,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      });
      return { url, attempt };
    },
    async finish(query, attempt) {
      const { client, provider } = await known().catch(unavailable);
      try {
        const { claims, token } = await exchange(client, provider, {
          url: new URL(`${redirectUri}?${query.toString()}`),
          attempt,
        });
        if (settings.OIDC_SCOPE_CLAIM in claims) return claims;
        // Many providers put what a person may do into this answer only.
        return { ...(await askUserInfo({ client, provider }, claims.sub, token)), ...claims };
      } catch (error) {
        throw new OidcError(isUnreachable(error) ? 'unavailable' : 'refused', error);
      }
    },
  };
}

async function exchange(
  client: typeof Client,
  provider: Client.Configuration,
  { url, attempt }: { readonly url: URL; readonly attempt: OidcAttempt },
) {
  const tokens = await client.authorizationCodeGrant(provider, url, {
    pkceCodeVerifier: attempt.verifier,
    expectedState: attempt.state,
    expectedNonce: attempt.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('no id_token');
  return { claims, token: tokens.access_token };
}

async function askUserInfo({ client, provider }: Known, subject: string, token: string) {
  if (provider.serverMetadata().userinfo_endpoint === undefined) return {};
  return await client.fetchUserInfo(provider, token, subject);
}

async function discover(settings: OidcSettings): Promise<Known> {
  const client = await import('openid-client');
  const issuer = new URL(settings.OIDC_ISSUER);
  // Only on loopback, see the setting.
  const isPlain = issuer.protocol === 'http:';
  const secret = settings.OIDC_CLIENT_SECRET;
  const provider = await client.discovery(
    issuer,
    settings.OIDC_CLIENT_ID,
    undefined,
    secret === '' ? client.None() : authentication(client, secret),
    {
      timeout: TIMEOUT_S,
      execute: [
        client.enableNonRepudiationChecks,
        // oxlint-disable-next-line typescript/no-deprecated -- marked so that it stands out; on loopback only
        ...(isPlain ? [client.allowInsecureRequests] : []),
      ],
    },
  );
  return { client, provider };
}

/** HTTP Basic, which the standard asks of every provider; in the body for those that say they take only that. */
function authentication(client: typeof Client, secret: string): Client.ClientAuth {
  const basic = client.ClientSecretBasic(secret);
  const post = client.ClientSecretPost(secret);
  return (server, ...rest) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return taken.includes('client_secret_basic') ? basic(server, ...rest) : post(server, ...rest);
  };
}

function unavailable(error: unknown): never {
  throw new OidcError('unavailable', error);
}

/** fetch says so with a TypeError; a server that is only broken answers 5xx. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { cause } = error;
  const status = cause instanceof Response ? cause.status : 0;
  return status >= 500 || isNetworkError(error) || isNetworkError(cause);
}

function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message === 'fetch failed' || ('code' in error && error.code === 'OAUTH_TIMEOUT');
}

/** What `work` answered, for a while; whoever asks meanwhile shares it. A failure is not remembered. */
function rememberFor<Result>(ms: number, work: () => Promise<Result>): () => Promise<Result> {
  let last: { readonly at: number; readonly result: Promise<Result> } | null = null;
  return async () => {
    if (last !== null && performance.now() - last.at < ms) return await last.result;
    const result = work();
    const own = { at: performance.now(), result };
    last = own;
    return await result.catch((error: unknown) => {
      if (last === own) last = null;
      throw error;
    });
  };
}
