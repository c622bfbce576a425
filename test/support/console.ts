import type { Answer } from './client.ts';

/** What a browser sends with a request of the console's own page, beside cookie and content type. */
export const CONSOLE_HEADERS = {
  'x-payserver-console': '1',
  'sec-fetch-site': 'same-origin',
} as const;

/** A browser with the console open: it keeps the cookies that it is given. */
export interface ConsoleBrowser {
  /** `/login`, `/api/v1.0.0/whoami`: below /console */
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** as it would be sent; '' when there is none */
  cookie(): string;
}

/** @param url of the gateway, with its ROUTE_PREFIX */
export function openConsole(url: string, given = ''): ConsoleBrowser {
  const jar = new Map<string, string>();
  const cookie = () => [given, ...jar.values()].filter((one) => one !== '').join('; ');
  const call = async (
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers: Record<string, string> },
  ) => {
    const headers = { ...(cookie() !== '' && { cookie: cookie() }), ...init.headers };
    const response = await fetch(`${url}/console${path}`, { redirect: 'manual', ...init, headers });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      if (/max-age=0/i.test(set)) jar.delete(name);
      else jar.set(name, pair);
    }
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  };
  return {
    cookie,
    get: async (path, headers = {}) => await call(path, { headers }),
    post: async (path, body, headers = CONSOLE_HEADERS) =>
      await call(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  };
}

/**
 * A browser that has logged in with this token.
 *
 * @throws {Error} with the answer when it is refused
 */
export async function logIn(url: string, token: string): Promise<ConsoleBrowser> {
  const browser = openConsole(url);
  const answer = await browser.post('/login', { token });
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return browser;
}
