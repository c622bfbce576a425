import { Pool } from 'undici';

/** A request as it goes out: nothing is added to it and nothing in its path is resolved. */
export interface PlainRequest {
  readonly method: string;
  /** from the origin on, with its query */
  readonly path: string;
  /** pairs of name and value, in their order; a name may come twice */
  readonly headers: ReadonlyArray<readonly [string, string]>;
  readonly body: string | Uint8Array | null;
}

/** An answer, read to its end. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends plain requests over connections that stay open. */
export interface HttpPool {
  send(request: PlainRequest): Promise<PlainAnswer>;
  close(): Promise<void>;
}

/** Longer than any answer takes, on a busy machine too. */
const PATIENCE_MS = 60_000;

/** Opens one to this origin. */
export function openHttpPool(url: string, connections: number): HttpPool {
  const timeouts = { headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS };
  const pool = new Pool(url, { connections, ...timeouts });
  return {
    send: async ({ method, path, headers, body }) => {
      const answer = await pool.request({
        method,
        path,
        headers: headers.flat(),
        body: body === null || typeof body === 'string' ? body : Buffer.from(body),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, headers: headersOf(answer.headers), text };
    },
    close: async () => await pool.close(),
  };
}

function headersOf(given: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(given)) {
    for (const value of [values ?? []].flat()) headers.append(name, value);
  }
  return headers;
}
