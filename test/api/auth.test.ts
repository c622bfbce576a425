import { SignJWT, UnsecuredJWT } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { createClient } from '../support/client.ts';
import { refusalProblem } from '../support/refusal.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { bytesOf, secondsFromNow, signToken } from '../support/sign-token.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

const gateway = sharedGateway();
const merchantUUID = newMerchant();

/** What `GET /payModes` says to this Authorization header. */
async function ask(authorization: string | null, url: string = gateway.url) {
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  return await createClient(url, null).get('/payModes', headers);
}

/** One message for every failure: it must not tell a forger what was wrong. */
const MESSAGE = 'a valid bearer token is required';

async function problemOf(authorization: string | null, url?: string): Promise<string | null> {
  const answer = await ask(authorization, url);
  const challenge = answer.headers.get('www-authenticate');
  if (challenge !== 'Bearer') return `${answer.status}, WWW-Authenticate is ${challenge}`;
  return refusalProblem(answer, { code: 9401, field: MESSAGE });
}

test.each([
  ['no header', null],
  ['an empty one', ''],
  ['no token', 'Bearer'],
  ['a word', 'Bearer x'],
  ['two dots', 'Bearer ..'],
  ['another scheme', 'Basic eDp4'],
  ['a list', 'Bearer a, Bearer b'],
])('a request with %s is a 401 with 9401 and a challenge', async (_what, authorization) => {
  expect(await problemOf(authorization)).toBeNull();
});

test('every route but health and notices asks for a token', async () => {
  const stranger = createClient(gateway.url, null);
  const gets = [
    ...['selections/x', 'views', 'exports/payOrders'],
    ...['payModeTemplates', 'payModes', 'listAllPayModes', 'payOrders', 'refundOrders'],
    ...[
      'tradeRecords',
      'exceptions',
      'stuckOrders',
      'payOrders/x',
      'payOrders/x/stream',
      'payModes/x/payOrders',
    ],
  ];
  const posts = [
    ...['selections', 'selections/x/ask', 'views', 'views/x/delete'],
    ...['pay', 'closePay', 'batchPay', 'refund', 'batchRefund', 'payModes', 'payModes/x'],
    ...['registerPayModeTemplate', 'payOrders/x/settle', 'exceptions/x/resolve'],
    ...['exceptions/x/reverse', 'payOrders/x/ask', 'refundOrders/x/ask'],
  ];
  for (const base of ['/api/v1.0.0', '/api/v1']) {
    for (const path of gets) {
      const answer = await stranger.get(`${base}/${path}`);
      expect([path, refusalProblem(answer, { code: 9401 })]).toEqual([path, null]);
    }
    for (const path of posts) {
      const answer = await stranger.postRaw(`${base}/${path}`, 'this is not even JSON');
      expect([path, refusalProblem(answer, { code: 9401 })]).toEqual([path, null]);
    }
  }
  expect((await stranger.get('/health/live')).status).toBe(200);
  expect((await stranger.post('/payInfo/1/x', {})).status).toBe(404);
});

const CLAIMS = { merchantUUID };
const BAD_TOKENS: Record<string, () => Promise<string>> = {
  'another key': async () =>
    await signToken(CLAIMS, { key: bytesOf('another-secret-of-at-least-32-bytes'), alg: 'HS256' }),
  'no signature (alg none)': async () => new UnsecuredJWT(CLAIMS).setExpirationTime('1h').encode(),
  'a signature that was cut off': async () => (await signToken(CLAIMS)).replace(/\.[^.]*$/, '.'),
  'a payload that was changed': async () => {
    const [head, , signature] = (await signToken(CLAIMS)).split('.');
    const forged = { ...CLAIMS, scope: 'payserver:admin', exp: secondsFromNow(3_600) };
    return [head, Buffer.from(JSON.stringify(forged)).toString('base64url'), signature].join('.');
  },
  'HS512 with the right key': async () =>
    await signToken(CLAIMS, { key: bytesOf(TEST_JWT_SECRET), alg: 'HS512' }),
  'a time that is over': async () => await signToken({ ...CLAIMS, exp: secondsFromNow(-60) }),
  'no exp': async () => await signToken({ ...CLAIMS, exp: null }),
  'an exp that is no time': async () => {
    const [head = '', , ...rest] = (await signToken(CLAIMS)).split('.');
    const payload = Buffer.from(JSON.stringify({ ...CLAIMS, exp: 'never' })).toString('base64url');
    return [head, payload, ...rest].join('.');
  },
  'a time that is still ahead': async () => await signToken({ ...CLAIMS, nbf: secondsFromNow(60) }),
  'a critical extension that nobody here knows': async () =>
    await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'HS256', crit: ['urn:x'], 'urn:x': 1 })
      .setExpirationTime('1h')
      .sign(bytesOf(TEST_JWT_SECRET), { crit: { 'urn:x': true } }),
  'no merchant': async () => await signToken({ sub: 'a caller' }),
  'an empty merchant': async () => await signToken({ merchantUUID: '' }),
  'a merchant that is no text': async () => await signToken({ merchantUUID: { $ne: '' } }),
  'a merchant that is a list': async () => await signToken({ merchantUUID: [merchantUUID] }),
  'a merchant that could be a path': async () => await signToken({ merchantUUID: 'a/../b' }),
  'a link that names no merchant': async () =>
    await signToken({ merchantHref: 'http://shops.example/' }),
  'a link that is none': async () => await signToken({ merchantHref: merchantUUID }),
  'a scope that only looks like an operator’s': async () =>
    await signToken({ scope: 'payserver:administrator' }),
};

test.each(Object.keys(BAD_TOKENS))('a token with %s is a 401 with 9401', async (what) => {
  const token = await BAD_TOKENS[what]?.();
  expect(await problemOf(`Bearer ${token}`)).toBeNull();
});

test('a token passes with the scheme in any case, and for half a minute after its time', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    expect((await ask(`${scheme} ${await signToken(CLAIMS)}`)).status).toBe(200);
  }
  const late = await signToken({ ...CLAIMS, exp: secondsFromNow(-10) });
  expect((await ask(`Bearer ${late}`)).status).toBe(200);
});

/** Whose rows a token shows: the merchant of the mode that it opens. */
async function merchantOf(claims: Record<string, unknown>): Promise<string> {
  const client = createClient(gateway.url, await signToken(claims));
  const { body } = await client.post('/payModes', { name: 'whose?' });
  return body.merchantUUID;
}

test('the merchant is the claim merchantUUID, or the last segment of merchantHref or shopHref', async () => {
  const [one, two, three] = [newMerchant(), newMerchant(), newMerchant()];
  const href = (uuid: string) => `http://192.168.7.188:6004/api/v1.0.0/shops/${uuid}`;
  expect(await merchantOf({ merchantUUID: one })).toBe(one);
  expect(await merchantOf({ merchantHref: href(two) })).toBe(two);
  expect(await merchantOf({ merchantHref: `${href(two)}/?a=b#c` })).toBe(two);
  expect(await merchantOf({ shopHref: href(three) })).toBe(three);
  expect(await merchantOf({ merchantUUID: one, merchantHref: href(two) })).toBe(one);
  expect(await merchantOf({ merchantHref: href(two), shopHref: href(three) })).toBe(two);
});

test('the link of the token is the link of the modes that it opens', async () => {
  const shopHref = `http://192.168.7.188:6004/api/v1.0.0/shops/${newMerchant()}`;
  const client = createClient(gateway.url, await signToken({ shopHref }));
  const { body } = await client.post('/payModes', { name: 'mine' });
  expect(body.merchant).toEqual({ href: shopHref });
});

test('only the scope payserver:admin makes an operator, who needs no merchant', async () => {
  const template = { payTemplateId: `AUTH-${newMerchant()}`, name: 'x' };
  const register = async (claims: Record<string, unknown>) => {
    const client = createClient(gateway.url, await signToken(claims));
    return (await client.post('/registerPayModeTemplate', template)).status;
  };
  expect(await register({ scope: 'payserver:admin' })).toBe(200);
  expect(await register({ ...CLAIMS, scope: 'openid payserver:admin email' })).toBe(200);
  for (const scope of ['', 'admin', 'payserver', 'payserver:admins', ['payserver:admin'], 1]) {
    expect([scope, await register({ ...CLAIMS, scope })]).toEqual([scope, 403]);
  }
  expect(await register({ ...CLAIMS, isAdmin: true, roles: ['payserver:admin'] })).toBe(403);
});

test('where issuer and audience are set, a token must be of that issuer and for that audience', async () => {
  const settings = { JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'payserver' };
  const api = await startApi(gateway, settings);
  onTestFinished(async () => await api.stop());
  const bearer = async (claims: Record<string, unknown>) =>
    `Bearer ${await signToken({ ...CLAIMS, ...claims })}`;
  const right = { iss: 'https://id.example', aud: 'payserver' };
  expect((await ask(await bearer(right), api.url)).status).toBe(200);
  const many = { ...right, aud: ['shop', 'payserver'] };
  expect((await ask(await bearer(many), api.url)).status).toBe(200);
  const wrong = [
    {},
    { iss: right.iss },
    { aud: right.aud },
    { ...right, iss: 'https://id.example/' },
    { ...right, aud: 'shop' },
    { ...right, aud: [] },
  ];
  for (const claims of wrong) {
    const problem = await problemOf(await bearer(claims), api.url);
    expect([claims, problem]).toEqual([claims, null]);
  }
});
