import { UsageError } from './run-command.ts';

/** One caller of a running gateway. */
export interface GatewayClient {
  get<T>(path: string): Promise<T>;
  /** Throws on every status of 400 and above, with the gateway's own message. */
  post<T>(path: string, body: object): Promise<T>;
}

/**
 * Talks to the gateway at `apiUrl` as the owner of this token.
 *
 * @throws {UsageError} when nobody answers there
 */
export function createGatewayClient(apiUrl: string, token: string): GatewayClient {
  const call = async <T>(path: string, init: RequestInit): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${apiUrl}${path}`, { ...init, headers }).catch(() => {
      throw new UsageError(`nobody answers at ${apiUrl}: start the gateway first (npm start)`);
    });
    const body = (await response.json()) as T & { message?: string };
    if (response.ok) return body;
    throw new UsageError(`${init.method} ${path}: HTTP ${response.status}, ${body.message}`);
  };
  return {
    get: async (path) => await call(path, { method: 'GET' }),
    post: async (path, body) => await call(path, { method: 'POST', body: JSON.stringify(body) }),
  };
}
