import type { Config } from '@payserver/shared/runtime/config';
import { findRunningGateway, type RunningGateway } from '@payserver/shared/runtime/running-gateway';
import { UsageError } from './run-command.ts';

/** Where a gateway, its sandbox and its books are. */
export type GatewayPlaces = Pick<
  RunningGateway,
  'apiUrl' | 'publicUrl' | 'sandboxUrl' | 'accountsUrl' | 'phoneUrls'
>;

/**
 * The gateway that runs on this DATA_DIR, whatever ports it was started with, unless PORT or PUBLIC_URL name
 * another one to this command; without either the one that the settings describe.
 */
export async function findGateway(config: Config): Promise<GatewayPlaces> {
  const running = await findRunningGateway(config.DATA_DIR);
  const isNamed = ['PORT', 'PUBLIC_URL'].some((name) => (process.env[name] ?? '') !== '');
  if (running !== null && (!isNamed || running.publicUrl === config.publicUrl)) return running;
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return { ...config, sandboxUrl: at(config.SANDBOX_PORT), accountsUrl: at(config.ACCOUNTS_PORT) };
}

/** One caller of a running gateway. */
export interface GatewayClient {
  get<T>(path: string): Promise<T>;
  /** @param prefer the Prefer header, such as `respond-async` */
  post<T>(path: string, body: object, prefer?: string): Promise<T>;
}

/** The gateway's "no" to one request, with its code (API document, errors). */
export class RefusedError extends UsageError {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Longer than any waiting time of the gateway. */
const PATIENCE_MS = 70_000;
const NOT_AUTHENTICATED = 401;

/**
 * Talks to the gateway at `apiUrl` as the owner of this token.
 *
 * @throws {RefusedError} for every status of 400 and above but 401
 * @throws {UsageError} when nobody answers there, something else does, or the token is refused
 */
export function createGatewayClient(apiUrl: string, token: string): GatewayClient {
  const call = async <T>(path: string, init: RequestInit, prefer = 'wait=8'): Promise<T> => {
    const response = await fetch(`${apiUrl}${path}`, {
      ...init,
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', prefer },
    }).catch(() => {
      throw new UsageError(`nobody answers at ${apiUrl}: start the gateway first (npm start)`);
    });
    const body = await readJson(response);
    if (body === null) throw new UsageError(`what answers at ${apiUrl} is no PayServer`);
    if (response.ok) return body as T;
    if (response.status === NOT_AUTHENTICATED) throw new UsageError(tokenRefused(apiUrl, body));
    throw new RefusedError(
      Number(body['code']),
      `${String(body['message'])} (${String(body['code'])})`,
    );
  };
  return {
    get: async (path) => await call(path, { method: 'GET' }),
    post: async (path, body, prefer) =>
      await call(path, { method: 'POST', body: JSON.stringify(body) }, prefer),
  };
}

async function readJson(response: Response): Promise<Record<string, unknown> | null> {
  const body: unknown = await response.json().catch(() => null);
  return typeof body === 'object' && body !== null ? { ...body } : null;
}

function tokenRefused(apiUrl: string, body: Record<string, unknown>): string {
  const why = typeof body['message'] === 'string' ? body['message'] : 'not authenticated';
  return `the gateway at ${apiUrl} refused the token (${why}): run this where its .env and DATA_DIR are`;
}
