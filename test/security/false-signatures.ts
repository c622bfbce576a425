import { signatureOf, signedHeaders } from '../support/notices.ts';
import { secondsFromNow } from '../support/sign-token.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';
import {
  bodyOf,
  type Lie,
  type NoticeTarget,
  post,
  type Scene,
  trueNotice,
} from './notice-target.ts';

const NOT_AUTHENTICATED = 9401;
const MINUTE = 60;

interface Signed {
  readonly body: string;
  readonly id: string;
  readonly at: string;
  readonly signature: string;
}

let ids = 0;

/** A notice that would be believed but for its three headers, which this makes of the right ones. */
function headers(
  change: (right: Signed, secret: string, scene: Scene) => ReadonlyArray<readonly [string, string]>,
): Lie[1] {
  return (target, scene) => {
    if (target.secret === null) return null;
    const body = JSON.stringify(bodyOf(target));
    ids += 1;
    const id = `signed-${process.pid}-${ids}`;
    const right = signedHeaders(body, { secret: target.secret, id });
    const signed = {
      body,
      id,
      at: right['webhook-timestamp'],
      signature: right['webhook-signature'],
    };
    const given = change(signed, target.secret, scene);
    return { request: post(target, { body, headers: given }), code: NOT_AUTHENTICATED };
  };
}

const three = ({ id, at, signature }: Signed) => [
  ['webhook-id', id] as const,
  ['webhook-timestamp', at] as const,
  ['webhook-signature', signature] as const,
];
const without = (name: string) =>
  headers((right) => three(right).filter(([header]) => header !== `webhook-${name}`));
const signature = (change: (right: string) => string) =>
  headers((right) => three({ ...right, signature: change(right.signature) }));
/** Signed for this moment, as it would be signed. */
const timestamp = (at: () => string) =>
  headers((right, secret) => {
    const changed = { ...right, at: at() };
    const signed = signatureOf(secret, [right.id, changed.at, right.body]);
    return three({ ...changed, signature: signed });
  });
const secret = (of: (scene: Scene, right: string) => string) =>
  headers((right, own, scene) => {
    const signed = signatureOf(of(scene, own), [right.id, right.at, right.body]);
    return three({ ...right, signature: signed });
  });
const over = (change: (right: Signed) => Partial<Signed>) =>
  headers((right, own) => {
    const { id, at, body } = { ...right, ...change(right) };
    return three({ ...right, signature: signatureOf(own, [id, at, body]) });
  });

/** Right URL and right words, and nobody who could have said them has signed it. */
export const FALSE_SIGNATURES: readonly Lie[] = [
  ['no signature at all', headers(() => [])],
  ['no webhook-id', without('id')],
  ['no webhook-timestamp', without('timestamp')],
  ['no webhook-signature', without('signature')],
  ['an empty webhook-id', headers((right) => three({ ...right, id: '' }))],
  [
    'another webhook-id than was signed',
    headers((right) => three({ ...right, id: `${right.id}x` })),
  ],
  [
    'another timestamp than was signed',
    headers((right) => three({ ...right, at: String(Number(right.at) - 1) })),
  ],
  ['a signature of six minutes ago', timestamp(() => String(secondsFromNow(-6 * MINUTE)))],
  ['a signature of a year ago', timestamp(() => String(secondsFromNow(-525_600 * MINUTE)))],
  ['a signature for in six minutes', timestamp(() => String(secondsFromNow(6 * MINUTE)))],
  ['a timestamp in milliseconds', timestamp(() => String(Date.now()))],
  ['a timestamp of 0', timestamp(() => '0')],
  ['a negative timestamp', timestamp(() => String(-secondsFromNow(0)))],
  ['a timestamp in hexadecimal', timestamp(() => `0x${secondsFromNow(0).toString(16)}`)],
  ['a timestamp with an exponent', timestamp(() => `${(secondsFromNow(0) / 1e9).toFixed(9)}e9`)],
  ['a timestamp as people write it', timestamp(() => new Date().toISOString())],
  ['no time in its timestamp', timestamp(() => 'now')],
  ['the signature of another template', secret(({ otherSecret }) => otherSecret)],
  [
    'a signature with the secret of callers',
    secret(() => Buffer.from(TEST_JWT_SECRET).toString('base64')),
  ],
  ['a signature with an empty secret', secret(() => '')],
  [
    'a signature with half of the secret',
    secret((_, right) => right.slice(0, 'whsec_'.length + 20)),
  ],
  [
    'a signature with the secret as it is written',
    secret((_, right) => Buffer.from(right).toString('base64')),
  ],
  [
    'a signature over another outcome',
    over(({ body }) => ({ body: body.replace(/success|failed/, 'running') })),
  ],
  ['a signature over the same words with a space', over(({ body }) => ({ body: `${body} ` }))],
  ['a signature over nothing', over(() => ({ body: '' }))],
  ['a signature over the body without id and time', over(() => ({ id: '', at: '' }))],
  [
    'a signature with its first letter changed',
    signature((right) => right.replace(/,(.)/, (_, first) => (first === 'A' ? ',B' : ',A'))),
  ],
  ['half a signature', signature((right) => right.slice(0, 20))],
  ['an empty signature', signature(() => 'v1,')],
  ['a signature of zeros', signature(() => `v1,${'A'.repeat(43)}=`)],
  ['a signature in small letters', signature((right) => right.toLowerCase())],
  [
    'a signature in hexadecimal',
    signature((right) => `v1,${Buffer.from(right.slice(3), 'base64').toString('hex')}`),
  ],
  ['a signature without its version', signature((right) => right.slice(3))],
  ['a signature of a version that never was', signature((right) => right.replace('v1', 'v2'))],
  ['a signature of the asymmetric version', signature((right) => right.replace('v1', 'v1a'))],
  [
    'ten wrong signatures',
    signature(() => Array.from({ length: 10 }, (_, at) => `v1,${at}AAA=`).join(' ')),
  ],
  ['a right signature behind a comma', signature((right) => `v1,AAA=,${right}`)],
  ['two ids', headers((right) => [...three(right), ['webhook-id', 'another']])],
  [
    'names of another vendor',
    headers((right) =>
      three(right).map(([name, value]) => [name.replace('webhook', 'svix'), value] as const),
    ),
  ],
];

/** What was said before, or by another receiver of it. */
export const REPLAYS: readonly Lie[] = [
  [
    'what was said before, byte for byte',
    (target) => target.settledBy && { request: target.settledBy, code: 200 },
  ],
  [
    'the id and signature of what was said before, over what is wanted',
    (target) => {
      if (target.settledBy === null || target.secret === null) return null;
      const body = JSON.stringify(bodyOf(target));
      return {
        request: post(target, { body, headers: target.settledBy.headers.slice(1) }),
        code: NOT_AUTHENTICATED,
      };
    },
  ],
  [
    'an id that was used, signed anew over what is wanted',
    (target) => {
      if (target.settledBy === null || target.secret === null) return null;
      const body = JSON.stringify(bodyOf(target));
      const id = target.settledBy.headers.find(([name]) => name === 'webhook-id')?.[1] ?? '';
      const signed = Object.entries(signedHeaders(body, { secret: target.secret, id }));
      return { request: post(target, { body, headers: signed }), code: 200 };
    },
  ],
  ['a true notice about another order', (target, { sibling }) => about(target, sibling(target))],
  [
    "a true notice about another merchant's order",
    (target, { stranger }) => about(target, stranger),
  ],
  [
    'that it runs, after it ended',
    (target) =>
      target.isFinal && target.secret === null
        ? { request: trueNotice(target, 'running'), code: 200 }
        : null,
  ],
  [
    'that nobody knows it',
    (target) =>
      target.secret === null ? { request: trueNotice(target, 'notFound'), code: 200 } : null,
  ],
];

/** What was truly said about another order, at this one's URL. */
function about(target: NoticeTarget, other: NoticeTarget) {
  const request = trueNotice({ ...other, secret: target.secret, path: target.path });
  return { request, code: 9004 };
}
