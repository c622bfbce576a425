import { createHmac } from 'node:crypto';
import { TEST_NOTIFY_SECRET } from '../support/notice-url.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';
import { bodyOf, type Lie, type NoticeTarget, post, type Scene } from './notice-target.ts';

const NOT_FOUND = 9003;

/** Says what would change the order, signed as it should be, at the URL that this makes of the right one. */
function at(change: (path: string, target: NoticeTarget, scene: Scene) => string): Lie[1] {
  return (target, scene) => {
    const path = change(target.path, target, scene);
    const body = JSON.stringify(bodyOf(target));
    return path === target.path ? null : { request: post(target, { body, path }), code: NOT_FOUND };
  };
}

/** The same with the token changed. */
function token(change: (good: string, target: NoticeTarget) => string): Lie[1] {
  return at((path, target) => path.replace(/[^/]+$/, (good) => change(good, target)));
}

const other = (letter: string) => (letter === 'A' ? 'B' : 'A');
const turnCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
const hmac = (secret: string, text: string) =>
  createHmac('sha256', secret).update(text).digest('base64url');
const otherKind = { pay: 'refund', refund: 'pay' } as const;

/** Notices at a URL that the gateway never sent. */
export const FALSE_TOKENS: readonly Lie[] = [
  ['the first letter of its token changed', token((good) => other(good.charAt(0)) + good.slice(1))],
  [
    'the last letter of its token changed',
    token((good) => good.slice(0, -1) + other(good.slice(-1))),
  ],
  [
    'a letter in the middle changed',
    token((good) => good.replace(/^(.{20})(.)/, (_, a, b) => a + other(b))),
  ],
  ['its token without the last letter', token((good) => good.slice(0, -1))],
  ['half of its token', token((good) => good.slice(0, 21))],
  ['one letter of its token', token((good) => good.slice(0, 1))],
  ['its token with a letter more', token((good) => `${good}A`)],
  ['its token twice', token((good) => good + good)],
  ['its token in the other case', token(turnCase)],
  ['its token in small letters', token((good) => good.toLowerCase())],
  ['its token backwards', token((good) => good.split('').toReversed().join(''))],
  ['its token with padding', token((good) => `${good}=`)],
  ['its token in hexadecimal', token((good) => Buffer.from(good, 'base64url').toString('hex'))],
  [
    'its token escaped twice',
    token((good) => encodeURIComponent(`%${good.charCodeAt(0).toString(16)}`) + good.slice(1)),
  ],
  ['its token and a NUL', token((good) => `${good}%00`)],
  ['its token and a space', token((good) => `${good}%20`)],
  ['its token and a semicolon', token((good) => `${good};x`)],
  ['a token of zeros', token(() => 'A'.repeat(43))],
  ['the token "undefined"', token(() => 'undefined')],
  ['a token of 200 letters', token(() => 'A'.repeat(200))],
  [
    'a token made with another secret',
    token((_, { kind, tractionNo }) => hmac('x'.repeat(32), `${kind}:${tractionNo}`)),
  ],
  [
    'a token made with the secret of callers',
    token((_, { kind, tractionNo }) => hmac(TEST_JWT_SECRET, `${kind}:${tractionNo}`)),
  ],
  [
    'a token over the number alone',
    token((_, { tractionNo }) => hmac(TEST_NOTIFY_SECRET, tractionNo)),
  ],
  [
    'a token over kind and number without what is between',
    token((_, { kind, tractionNo }) => hmac(TEST_NOTIFY_SECRET, kind + tractionNo)),
  ],
  [
    'the token of another order of the same shop',
    at((path, target, { sibling }) => withToken(path, sibling(target).path)),
  ],
  [
    "the token of another merchant's order",
    at((path, _, { stranger }) => withToken(path, stranger.path)),
  ],
  [
    'the token of its number as the other kind',
    at((path, { kind, tractionNo }, { pathOf }) =>
      withToken(path, pathOf(otherKind[kind], tractionNo)),
    ),
  ],
  [
    'the right URL of the other kind',
    at((_, { kind, tractionNo }, { pathOf }) => pathOf(otherKind[kind], tractionNo)),
  ],
  [
    'its token under the other route',
    at((path) =>
      path.replace(/(pay|refund)Info/, (name) => (name === 'payInfo' ? 'refundInfo' : 'payInfo')),
    ),
  ],
  [
    'its token and a number beside it',
    at((path) => path.replace(/\d(?=\/[^/]+$)/, (digit) => String((Number(digit) + 1) % 10))),
  ],
  ['its token and its number with a zero in front', at((path) => path.replace(/Info\//, 'Info/0'))],
  [
    'its token and its number with a digit more',
    at((path) => path.replace(/(\d)\/([^/]+)$/, '$10/$2')),
  ],
  [
    'its token and its number in other digits',
    at((path) => path.replace(/\/(\d)(?=\d+\/)/, '/%D9%A1')),
  ],
  ['its token and its number with a plus', at((path) => path.replace(/Info\//, 'Info/+'))],
  [
    'a right URL of a number that never was',
    at((_, { kind }, { pathOf }) => pathOf(kind, '19999999999999999999')),
  ],
  ['its token after a question mark', at((path) => path.replace(/\/([^/]+)$/, '?token=$1'))],
  ['no token', at((path) => path.replace(/[^/]+$/, ''))],
  ['its token and a path behind it', at((path) => `${path}/x`)],
  ['its token and a slash', at((path) => `${path}/`)],
  ['its URL in capitals', at((path) => path.replace(/Info/, 'INFO'))],
  ['its URL below a version that never was', at((path) => path.replace('/v1.0.0/', '/v2/'))],
];

const withToken = (path: string, from: string) =>
  path.replace(/[^/]+$/, from.slice(from.lastIndexOf('/') + 1));
