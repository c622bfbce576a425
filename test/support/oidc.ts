import { freePort } from './free-port.mjs';
import { spawnApp } from './spawn-app.ts';

const PROGRAM = 'test/support/oidc-program.mjs';

/** Who can log in there, with what it says of them. */
export type People = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Where a provider is, or will be. */
export interface Issuer {
  readonly url: string;
  readonly port: number;
}

export async function newIssuer(): Promise<Issuer> {
  const port = await freePort();
  return { port, url: `http://127.0.0.1:${port}` };
}

/**
 * Starts a real OpenID provider as a process of its own.
 *
 * @param options.gatewayUrl whose console it lets people in to
 * @param options.secret of its client; '' for a public one
 * @param options.isInIdToken false: what a person may do is said by the userinfo endpoint only
 */
export async function startProvider(
  { port }: Issuer,
  options: {
    readonly gatewayUrl: string;
    readonly people: People;
    readonly secret: string;
    readonly isInIdToken: boolean;
  },
) {
  return await spawnApp(
    'connector',
    {
      PORT: String(port),
      REDIRECT_URI: `${options.gatewayUrl}/console/oidc/callback`,
      CLIENT_SECRET: options.secret,
      PEOPLE: JSON.stringify(options.people),
      IN_ID_TOKEN: options.isInIdToken ? '1' : '0',
    },
    [PROGRAM],
  );
}

/**
 * Goes through the provider's pages as a browser does, as this person.
 *
 * @param start where the console has sent the browser
 * @returns where the provider sends it back to
 */
export async function passProvider(start: string, person: string, back: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = new URL(start);
  url.searchParams.set('login_hint', person);
  for (let hops = 0; hops < 10; hops += 1) {
    const cookie = [...jar.values()].join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair);
    }
    const location = response.headers.get('location');
    if (location === null) {
      throw new Error(`${url.href}: ${response.status} ${await response.text()}`);
    }
    url = new URL(location, url);
    if (url.href.startsWith(back)) return url.href;
  }
  throw new Error(`still at ${url.href}`);
}
