import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { type ConsoleBrowser, openConsole } from '../support/console.ts';
import { freePort } from '../support/free-port.mjs';
import { operator } from '../support/gateway.ts';
import { newIssuer, passProvider, startProvider } from '../support/oidc.ts';
import { expectRefusal } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import type { RunningApp } from '../support/spawn-app.ts';

const gateway = sharedGateway();
const SECRET = 'secret of the console';
const PEOPLE = {
  nora: { roles: ['staff', 'payserver:operate'] },
  sam: { roles: ['payserver:support', 'payserver:view'], merchantUUID: 'shop-1' },
  shop: { roles: [], merchantUUID: 'shop-2' },
  root: { roles: 'payserver:admin openid' },
  nobody: { roles: ['staff'] },
  liar: { roles: ['x payserver:admin'], scope: 'payserver:admin' },
};

interface Scene {
  readonly api: ApiProcess;
  readonly provider: RunningApp;
}

async function startScene(options: { secret: string; isInIdToken: boolean }): Promise<Scene> {
  const issuer = await newIssuer();
  const api = await startApi(gateway, {
    CONSOLE: '1',
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: 'console',
    OIDC_CLIENT_SECRET: options.secret,
    OIDC_SCOPE_CLAIM: 'roles',
    OIDC_LABEL: 'The house',
  });
  const provider = await startProvider(issuer, { gatewayUrl: api.url, people: PEOPLE, ...options });
  return { api, provider };
}

const locationOf = ({ headers }: { headers: Headers }) => headers.get('location') ?? '';

/** Goes to the provider and comes back, and stops before the console hears of it. */
async function comeBack(api: ApiProcess, person: string, to = '/payments?status=paying') {
  const browser = openConsole(api.url);
  const started = await browser.get(`/oidc/start?to=${encodeURIComponent(to)}`);
  expect([started.status, started.headers.getSetCookie()]).toEqual([
    302,
    [expect.stringMatching(/^payserver-oidc=[\w-]+; .*HttpOnly; SameSite=Lax$/)],
  ]);
  const back = await passProvider(locationOf(started), person, `${api.url}/console/`);
  return { browser, callback: back.slice(`${api.url}/console`.length) };
}

async function logInAs(api: ApiProcess, person: string) {
  const { browser, callback } = await comeBack(api, person);
  const answer = await browser.get(callback);
  return { browser, location: locationOf(answer), answer };
}

const REFUSED = '/console/login?error=oidc&reason=refused';

async function expectNobody(browser: ConsoleBrowser): Promise<void> {
  expect(browser.cookie()).toBe('');
  expectRefusal(await browser.get('/api/v1.0.0/whoami'), 9401);
}

describe('with a provider that says roles in the id token', () => {
  let api: ApiProcess;
  let provider: RunningApp;
  beforeAll(async () => {
    ({ api, provider } = await startScene({ secret: SECRET, isInIdToken: true }));
  });
  afterAll(async () => {
    await api?.stop();
    await provider?.stop();
  });

  test('the log-in page hears what it is called', async () => {
    const { body } = await openConsole(api.url).get('/options');
    expect(body.oidc).toEqual({ label: 'The house' });
  });

  test.each([
    ['nora', { role: 'operate', scope: 'all', merchantUUID: null }],
    ['sam', { role: 'support', scope: 'own', merchantUUID: 'shop-1' }],
    ['shop', { role: 'merchant', scope: 'own', merchantUUID: 'shop-2' }],
    ['root', { role: 'admin', scope: 'all', merchantUUID: null }],
  ])('%s is logged in as %j, and comes to the page that was asked for', async (person, who) => {
    const { browser, location, answer } = await logInAs(api, person);
    expect(location).toBe('/console/payments?status=paying');
    expect(answer.headers.getSetCookie()).toContainEqual(
      expect.stringMatching(/^payserver=[\w-]{43}; Path=\/console; HttpOnly; SameSite=Strict$/),
    );
    const { body } = await browser.get('/api/v1.0.0/whoami');
    expect(body).toMatchObject({ subject: person, ...who, session: { via: 'oidc' } });
    const admin = await operator(gateway);
    const target = body.session.uuid;
    const { items } = (await admin.get(`/auditRecords?target=${target}`)).body;
    expect(items).toMatchObject([{ actor: person, action: 'GET /console/oidc/callback' }]);
  });

  test.each(['nobody', 'liar'])('%s has no role here, and hears it', async (person) => {
    const { browser, location } = await logInAs(api, person);
    expect(location).toBe('/console/login?error=oidc&reason=noRole');
    await expectNobody(browser);
  });

  test('it is asked for a code with PKCE, a state and a nonce, each time others', async () => {
    const urls = await Promise.all(
      [1, 2].map(
        async () => new URL(locationOf(await openConsole(api.url).get('/oidc/start'))).searchParams,
      ),
    );
    for (const query of urls) {
      expect(Object.fromEntries(query)).toMatchObject({
        response_type: 'code',
        client_id: 'console',
        scope: 'openid profile',
        redirect_uri: `${api.url}/console/oidc/callback`,
        code_challenge_method: 'S256',
        code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      });
    }
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(new Set(urls.map((query) => query.get(name))).size).toBe(2);
    }
  });

  test('an answer with another state logs nobody in', async () => {
    const { browser, callback } = await comeBack(api, 'nora');
    const answer = await browser.get(callback.replace(/state=[^&]+/, 'state=forged'));
    expect(locationOf(answer)).toBe(REFUSED);
    await expectNobody(browser);
  });

  test('an answer that another browser asked for logs nobody in', async () => {
    const { callback } = await comeBack(api, 'nora');
    for (const browser of [openConsole(api.url), (await comeBack(api, 'sam')).browser]) {
      expect(locationOf(await browser.get(callback))).toBe(REFUSED);
      await expectNobody(browser);
    }
  });

  test('the same answer does not log in twice, whatever cookies come with it', async () => {
    const { browser, callback } = await comeBack(api, 'nora');
    const cookie = browser.cookie();
    expect(locationOf(await browser.get(callback))).toMatch(/^\/console\/payments/);
    const again = openConsole(api.url);
    expect(locationOf(await again.get(callback, { cookie }))).toBe(REFUSED);
    await expectNobody(again);
  });

  test('a code without its verifier, as a thief of the code would have it, logs nobody in', async () => {
    const { browser, callback } = await comeBack(api, 'nora');
    const [name = '', value = ''] = browser.cookie().split('=');
    const attempt = JSON.parse(Buffer.from(value, 'base64url').toString()) as object;
    const forged = { ...attempt, verifier: 'A'.repeat(43) };
    const cookie = `${name}=${Buffer.from(JSON.stringify(forged)).toString('base64url')}`;
    const thief = openConsole(api.url);
    expect(locationOf(await thief.get(callback, { cookie }))).toBe(REFUSED);
    await expectNobody(thief);
  });

  test.each([
    '/oidc/callback',
    '/oidc/callback?code=x',
    '/oidc/callback?code=x&state=y',
    '/oidc/callback?error=access_denied&state=y',
  ])('%s without an attempt is refused', async (path) => {
    for (const cookie of ['', 'payserver-oidc=x', `payserver-oidc=${btoa('null')}`]) {
      expect(locationOf(await openConsole(api.url, cookie).get(path))).toBe(REFUSED);
    }
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'x', '/a\nb', ''])(
    'asked for %j afterwards it leads to the first page: never to another host',
    async (to) => {
      const { browser, callback } = await comeBack(api, 'nora', to);
      expect(locationOf(await browser.get(callback))).toBe('/console/');
    },
  );
});

test('a public client, whose roles the userinfo endpoint says', async () => {
  const { api, provider } = await startScene({ secret: '', isInIdToken: false });
  onTestFinished(async () => {
    await api.stop();
    await provider.stop();
  });
  const { browser, location } = await logInAs(api, 'nora');
  expect(location).toBe('/console/payments?status=paying');
  expect((await browser.get('/api/v1.0.0/whoami')).body).toMatchObject({ role: 'operate' });
});

test('a provider that goes away while a person is there keeps nobody waiting', async () => {
  const { api, provider } = await startScene({ secret: SECRET, isInIdToken: true });
  onTestFinished(async () => await api.stop());
  const { browser, callback } = await comeBack(api, 'nora');
  await provider.stop();
  expect(locationOf(await browser.get(callback))).toBe(
    '/console/login?error=oidc&reason=unavailable',
  );
  await expectNobody(browser);
});

test('a provider that is away, or never answers, stops no start and is said on the log-in page', async () => {
  const silent = createServer(() => undefined);
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const { port } = silent.address() as { port: number };
  for (const issuer of [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${port}`]) {
    const api = await startApi(gateway, {
      CONSOLE: '1',
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'console',
    });
    onTestFinished(async () => await api.stop());
    const answer = await openConsole(api.url).get('/oidc/start');
    expect([answer.status, locationOf(answer)]).toEqual([
      302,
      '/console/login?error=oidc&reason=unavailable',
    ]);
  }
});

test('without OIDC_ISSUER there are no such routes', async () => {
  for (const path of ['/oidc/start', '/oidc/callback']) {
    const answer = await openConsole(gateway.url).get(path);
    expect(answer.headers.get('content-type')).toMatch('text/html');
  }
});
