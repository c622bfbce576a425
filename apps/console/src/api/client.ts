import { createPayServerClient, type PayServerClient } from '@payserver/client';
import type { Middleware } from 'openapi-fetch';
import { apiBase, consoleBase } from '../app/page-meta.ts';
import { ApiFailure } from './failure.ts';

/** The server refuses a console's call that changes something without it: no other site can add it. */
export const FROM_CONSOLE = { 'x-payserver-console': '1' };

const HEADER: Middleware = {
  onRequest: ({ request }) => {
    for (const [name, value] of Object.entries(FROM_CONSOLE)) request.headers.set(name, value);
  },
};

/** The gateway's API, by the session's cookie. Every call goes through {@link answerOf}. */
export const api: PayServerClient = createPayServerClient({
  baseUrl: new URL(apiBase(), document.baseURI).href,
  token: null,
});
api.use(HEADER);

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The body of a success.
 *
 * @throws ApiFailure for every other answer, and when there is none
 */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiFailure(0, { message: error instanceof Error ? error.message : String(error) });
  }
  const { data, error, response } = answer;
  if (!response.ok) {
    throw new ApiFailure(response.status, typeof error === 'object' ? { ...error } : {});
  }
  return data as T;
}

/**
 * A call of one of the console's own routes, `login` for example, which are no part of the API.
 *
 * @param body undefined sends a GET
 * @throws ApiFailure as {@link answerOf}
 */
export async function callConsole<T>(path: string, body?: object): Promise<T> {
  const init: RequestInit =
    body === undefined
      ? { headers: FROM_CONSOLE }
      : {
          method: 'POST',
          headers: { ...FROM_CONSOLE, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        };
  return await answerOf<T>(
    fetch(`${consoleBase()}/${path}`, init).then(async (response) => {
      const read: unknown = await response.json().catch(() => null);
      return response.ok ? { data: read as T, response } : { error: read, response };
    }),
  );
}
