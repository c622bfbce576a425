import { createHmac } from 'node:crypto';
import { bytesOf, secondsFromNow, signToken } from '../support/sign-token.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

/** Makes a token of nobody; `merchantUUID` is whom it would like to be. */
export type Forge = (merchantUUID: string) => Promise<string> | string;

const b64 = (text: string | Buffer) => Buffer.from(text).toString('base64url');
const inAnHour = () => secondsFromNow(3_600);

/** A token of exactly these texts, signed as HS256 with the right secret: only its content is wrong. */
function sign(header: string, payload: string, secret = TEST_JWT_SECRET): string {
  const signed = `${b64(header)}.${b64(payload)}`;
  return `${signed}.${b64(createHmac('sha256', secret).update(signed).digest())}`;
}
const HEADER = '{"alg":"HS256"}';
const withClaims = (change: object): Forge => {
  return (merchantUUID) =>
    sign(HEADER, JSON.stringify({ merchantUUID, exp: inAnHour(), ...change }));
};
const withHeader = (header: object, secret?: string): Forge => {
  return (merchantUUID) =>
    sign(JSON.stringify(header), JSON.stringify({ merchantUUID, exp: inAnHour() }), secret);
};
const changed = (change: (good: string) => string): Forge => {
  return async (merchantUUID) => change(await signToken({ merchantUUID }));
};
const part = (token: string, index: number) => token.split('.')[index] ?? '';

/** Unsigned: the header says that none is needed, in every way of writing it. */
const UNSIGNED = ['none', 'None', 'NONE', 'nOnE', 'none ', '', 'HS256 none'].flatMap((alg) => [
  [
    `alg "${alg}" and no signature`,
    (merchantUUID: string) => {
      const payload = JSON.stringify({ merchantUUID, exp: inAnHour() });
      return `${b64(JSON.stringify({ alg }))}.${b64(payload)}.`;
    },
  ],
  [`alg "${alg}" and the signature of HS256`, withHeader({ alg })],
]) as [string, Forge][];

/** The right secret under another algorithm's name, and headers that offer a key of their own. */
const HEADERS: readonly (readonly [string, Forge])[] = [
  ...['hs256', 'HS384', 'HS512', 'RS256', 'ES256', 'EdDSA', 'PS256', 'dir', 'A256KW'].map(
    (alg) => [`alg ${alg} over an HMAC of SHA-256`, withHeader({ alg })] as const,
  ),
  ['no alg', withHeader({})],
  ['an alg that is null', withHeader({ alg: null })],
  ['an alg that is a list', withHeader({ alg: ['HS256'] })],
  ['a header that is a list', withHeader([HEADER])],
  [
    'a kid that is a path, signed with what is there',
    withHeader({ alg: 'HS256', kid: '../../dev/null' }, '\0'),
  ],
  ['a kid that is SQL', withHeader({ alg: 'HS256', kid: "x' UNION SELECT 'key" }, 'key')],
  ['a jwk of its own', withHeader({ alg: 'HS256', jwk: { kty: 'oct', k: b64('mine') } }, 'mine')],
  ['a jku of its own', withHeader({ alg: 'HS256', jku: 'http://127.0.0.1:9/keys' }, 'mine')],
  ['an x5u of its own', withHeader({ alg: 'HS256', x5u: 'http://127.0.0.1:9/cert' }, 'mine')],
  ['an x5c of its own', withHeader({ alg: 'HS256', x5c: [b64('mine')] }, 'mine')],
  ['an empty key', withHeader({ alg: 'HS256' }, '')],
  ['a key that is one byte short', withHeader({ alg: 'HS256' }, TEST_JWT_SECRET.slice(0, -1))],
  ['a crit that nobody knows', withHeader({ alg: 'HS256', crit: ['x'], x: 1 })],
  ['an empty crit', withHeader({ alg: 'HS256', crit: [] })],
  [
    'a payload that is said to be unencoded',
    withHeader({ alg: 'HS256', b64: false, crit: ['b64'] }),
  ],
];

/** Signed as it should be, but stale, early, or about nobody. */
const CLAIMS: readonly (readonly [string, Forge])[] = [
  ['no exp', withClaims({ exp: undefined })],
  ['an exp that is null', withClaims({ exp: null })],
  ['an exp a minute ago', withClaims({ exp: secondsFromNow(-60) })],
  ['an exp of 0', withClaims({ exp: 0 })],
  ['a negative exp', withClaims({ exp: -1 })],
  ['an exp that is text', withClaims({ exp: String(secondsFromNow(3_600)) })],
  ['an exp that is a list', withClaims({ exp: [secondsFromNow(3_600)] })],
  ['an exp that is true', withClaims({ exp: true })],
  [
    'an exp that is infinite',
    (merchantUUID) => sign(HEADER, `{"merchantUUID":"${merchantUUID}","exp":1e999}`),
  ],
  ['an exp that no clock reaches', withClaims({ exp: 1e300 })],
  ['an nbf in a minute', withClaims({ nbf: secondsFromNow(60) })],
  ['an nbf that is text', withClaims({ nbf: 'now' })],
  ['a merchant that is null', withClaims({ merchantUUID: null })],
  ['a merchant that is a number', withClaims({ merchantUUID: 7 })],
  ['a merchant that is true', withClaims({ merchantUUID: true })],
  [
    'a merchant that is a list',
    (merchantUUID) => withClaims({ merchantUUID: [merchantUUID] })(merchantUUID),
  ],
  ['a merchant that is a query', withClaims({ merchantUUID: { $ne: null } })],
  ['a merchant that is SQL', withClaims({ merchantUUID: "' OR 1=1 --" })],
  ['a merchant with a NUL', withClaims({ merchantUUID: 'a\0' })],
  ['a merchant with a wildcard', withClaims({ merchantUUID: '%' })],
  ['a merchant of 65 letters', withClaims({ merchantUUID: 'x'.repeat(65) })],
  ['a link to a file', withClaims({ merchantUUID: undefined, merchantHref: 'file:///shops/x' })],
  [
    'a link that ends in a query',
    withClaims({ merchantUUID: undefined, merchantHref: 'http://x/?y' }),
  ],
  [
    'operators’ scope in a list, and no merchant',
    withClaims({ merchantUUID: undefined, scope: ['payserver:admin'] }),
  ],
  [
    'operators’ scope in a list of lists, and no merchant',
    withClaims({ merchantUUID: undefined, scope: [['payserver:admin']] }),
  ],
  [
    'operators’ scope as part of a word, and no merchant',
    withClaims({ merchantUUID: undefined, scope: 'xpayserver:admin' }),
  ],
  [
    'operators’ scope in capitals, and no merchant',
    withClaims({ merchantUUID: undefined, scope: 'PAYSERVER:ADMIN' }),
  ],
  ['claims that are a list', () => sign(HEADER, JSON.stringify([{ exp: inAnHour() }]))],
  ['claims that are null', () => sign(HEADER, 'null')],
  ['claims that are no JSON', () => sign(HEADER, '{exp:1}')],
  [
    'a second merchant that is no merchant',
    (merchantUUID) =>
      sign(HEADER, `{"merchantUUID":"${merchantUUID}","exp":${inAnHour()},"merchantUUID":{}}`),
  ],
  [
    'a second exp that is over',
    (merchantUUID) =>
      sign(HEADER, `{"merchantUUID":"${merchantUUID}","exp":${inAnHour()},"exp":1}`),
  ],
];

/** A good token that was damaged, or put together with another one. */
const DAMAGED: readonly (readonly [string, Forge])[] = [
  ['one part', changed((good) => part(good, 0))],
  ['two parts', changed((good) => `${part(good, 0)}.${part(good, 1)}`)],
  ['an empty signature', changed((good) => good.replace(/[^.]*$/, ''))],
  ['four parts', changed((good) => `${good}.${part(good, 2)}`)],
  ['five parts, as an encrypted one', changed((good) => `${good}.a.b`)],
  ['a dot at its end', changed((good) => `${good}.`)],
  ['a dot in front', changed((good) => `.${good}`)],
  ['half a signature', changed((good) => good.slice(0, -20))],
  [
    'a signature with its first letter changed',
    changed((good) =>
      good.replace(/\.([^.])([^.]*)$/, (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`),
    ),
  ],
  ['a signature of zeros', changed((good) => good.replace(/[^.]*$/, 'A'.repeat(43)))],
  [
    'a signature in hexadecimal',
    changed((good) =>
      good.replace(/[^.]*$/, (signature) => Buffer.from(signature, 'base64url').toString('hex')),
    ),
  ],
  ['its parts in another order', changed((good) => good.split('.').toReversed().join('.'))],
  ['no header', changed((good) => good.replace(/^[^.]*/, ''))],
  ['no claims', changed((good) => good.replace(/\.[^.]*\./, '..'))],
  [
    'the merchant changed after it was signed',
    async (merchantUUID) => {
      const good = await signToken({ merchantUUID: 'another' });
      const claims = b64(JSON.stringify({ merchantUUID, exp: inAnHour() }));
      return `${part(good, 0)}.${claims}.${part(good, 2)}`;
    },
  ],
  [
    '12 KiB of claims with a wrong signature',
    changed(
      (good) =>
        `${part(good, 0)}.${b64(JSON.stringify({ x: 'y'.repeat(9_000) }))}.${part(good, 2)}`,
    ),
  ],
  [
    'another secret',
    async (merchantUUID) =>
      await signToken(
        { merchantUUID },
        { key: bytesOf('another-secret-of-at-least-32-bytes'), alg: 'HS256' },
      ),
  ],
];

/** What the Authorization header says instead of `Bearer <token>`. */
export const FORGED_HEADERS: readonly (readonly [string, (good: string) => string])[] = [
  ['no scheme', (good) => good],
  ['another scheme', (good) => `Basic ${good}`],
  ['a scheme with a letter more', (good) => `Bearers ${good}`],
  ['a colon', (good) => `Bearer: ${good}`],
  ['a tab instead of a space', (good) => `Bearer\t${good}`],
  ['quotation marks', (good) => `Bearer "${good}"`],
  ['a parameter', (good) => `Bearer token=${good},x=y`],
  ['two tokens', (good) => `Bearer ${good} ${good}`],
  ['a list of two', (good) => `Bearer ${good}, Bearer ${good}`],
  ['a token with a space inside', (good) => `Bearer ${good.replace('.', '. ')}`],
  ['a token with a percent sign', (good) => `Bearer ${good.replace('.', '%2E')}`],
];

export const FORGED: readonly (readonly [string, Forge])[] = [
  ...UNSIGNED,
  ...HEADERS,
  ...CLAIMS,
  ...DAMAGED,
];
