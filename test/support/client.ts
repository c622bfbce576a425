import { createPayServerClient, type PayServerClient } from '@payserver/client';
import { undescribed } from './described.ts';

/** Longer than any test waits. */
const PATIENCE_MS = 120_000;

/** An answer of the gateway, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read bodies of every shape
  readonly body: any;
}

/** Talks to a gateway as one caller: typed, or with whatever a test wants to send. */
export interface Client {
  /** The generated client, which can send only what the description allows. */
  readonly api: PayServerClient;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends these very bytes as JSON. */
  postRaw(
    path: string,
    body: string | Uint8Array,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

/**
 * A client of the gateway at `url` (`http://127.0.0.1:6009`); paths begin after `/api/v1.0.0`, unless
 * they begin with the origin's own `/health` or `/api`. Throws for every answer that the description of the
 * API does not foresee, see {@link undescribed}.
 */
export function createClient(url: string, token: string | null): Client {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const base = /^\/(health|api|docs|openapi)/.test(path) ? url : `${url}/api/v1.0.0`;
    const response = await fetch(`${base}${path}`, init);
    const text = await response.text();
    const { status, headers } = response;
    // Exports are text, and read as such.
    const isText = headers.get('content-type')?.startsWith('text/') === true;
    const body = text === '' ? null : isText ? text : JSON.parse(text);
    const problem = undescribed({ method: init.method ?? 'GET', path, status, body });
    if (problem !== null) throw new Error(problem);
    return { status, headers, body };
  };
  const postRaw: Client['postRaw'] = (path, body, headers = {}) =>
    call(path, {
      method: 'POST',
      body: body as string,
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
    });
  return {
    api: createPayServerClient({ baseUrl: `${url}/api/v1.0.0`, token, timeoutMs: PATIENCE_MS }),
    get: (path, headers = {}) => call(path, { headers: { ...authorization, ...headers } }),
    post: (path, body, headers) => postRaw(path, JSON.stringify(body), headers),
    postRaw,
  };
}
