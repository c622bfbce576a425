import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { openConsole } from '../support/console.ts';
import {
  type FalseProvider,
  type FalseToken,
  startFalseProvider,
} from '../support/false-provider.ts';
import { expectRefusal } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { secondsFromNow } from '../support/sign-token.ts';

let provider: FalseProvider;
let api: ApiProcess;
beforeAll(async () => {
  provider = await startFalseProvider();
  api = await startApi(sharedGateway(), {
    CONSOLE: '1',
    OIDC_ISSUER: provider.url,
    OIDC_CLIENT_ID: 'console',
    OIDC_SCOPE_CLAIM: 'roles',
  });
});
afterAll(async () => {
  await api?.stop();
  await provider?.stop();
});

/** Comes back from the provider with a code for this token. */
async function comeBackWith(token: FalseToken) {
  const browser = openConsole(api.url);
  const { headers } = await browser.get('/oidc/start');
  const query = new URL(headers.get('location') ?? '').searchParams;
  provider.say(token, query.get('nonce') ?? '');
  const answer = await browser.get(`/oidc/callback?code=x&state=${query.get('state')}`);
  return { browser, location: answer.headers.get('location') };
}

test('the control: a token in which everything is right logs in', async () => {
  const { browser, location } = await comeBackWith({});
  expect(location).toBe('/console/');
  expect((await browser.get('/api/v1.0.0/whoami')).body).toMatchObject({ subject: 'eve' });
});

test.each<[string, FalseToken]>([
  ['for another client', { claims: { aud: 'shop' } }],
  ['for nobody', { claims: { aud: [] } }],
  ['for several, by one that is not ours', { claims: { aud: ['console', 'x'], azp: 'x' } }],
  ['of another issuer', { claims: { iss: 'https://id.example' } }],
  ['that answers another question', { claims: { nonce: 'of another person' } }],
  ['that answers no question', { claims: { nonce: undefined } }],
  ['whose time is over', { claims: { exp: secondsFromNow(-300) } }],
  ['without an end', { claims: { exp: undefined } }],
  ['of nobody', { claims: { sub: undefined } }],
  ['that another key has signed', { signedBy: 'another key' }],
  ['that nobody has signed', { signedBy: 'nobody' }],
])('a token %s logs nobody in', async (_what, token) => {
  const { browser, location } = await comeBackWith(token);
  expect(location).toBe('/console/login?error=oidc&reason=refused');
  expectRefusal(await browser.get('/api/v1.0.0/whoami'), 9401);
});
