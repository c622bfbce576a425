import { gzipSync } from 'node:zlib';
import { bodyOf, type Lie, type NoticeTarget, post, type Scene } from './notice-target.ts';

const INVALID = 9004;
const UNSUPPORTED = 415;

/** At the right URL and signed as it should be: only what it says is wrong. */
function says(body: (target: NoticeTarget, scene: Scene) => string | Uint8Array): Lie[1] {
  return (target, scene) => ({
    request: post(target, { body: body(target, scene) }),
    code: INVALID,
  });
}

/** A notice that would be believed but for these fields. */
function withFields(fields: (target: NoticeTarget, scene: Scene) => object): Lie[1] {
  return says((target, scene) => JSON.stringify({ ...bodyOf(target), ...fields(target, scene) }));
}

/** The same as text that JSON.stringify would not write. */
function rewritten(change: (good: string, target: NoticeTarget) => string): Lie[1] {
  return says((target) => change(JSON.stringify(bodyOf(target)), target));
}

function typed(type: string | null, encode = (body: string): string | Uint8Array => body): Lie[1] {
  return (target) => {
    const body = encode(JSON.stringify(bodyOf(target)));
    return { request: post(target, { body, type }), code: INVALID, status: UNSUPPORTED };
  };
}

const amountOf = ({ kind }: NoticeTarget) => (kind === 'pay' ? 'payAmount' : 'refundAmount');
const amount = (change: (good: number) => unknown): Lie[1] =>
  withFields((target) => ({ [amountOf(target)]: change(target.amount) }));
const ret = (value: unknown): Lie[1] => withFields(() => ({ ret: value }));
const number = (change: (target: NoticeTarget, scene: Scene) => unknown): Lie[1] =>
  withFields((target, scene) => ({ tractionNo: change(target, scene) }));

/** About another order, another amount, or with an outcome that nobody knows. */
const MISMATCHED: readonly Lie[] = [
  ['no number', number(() => undefined)],
  ['a number that is null', number(() => null)],
  [
    'its number as a number',
    rewritten((good, { tractionNo }) => good.replace(`"${tractionNo}"`, tractionNo.slice(0, 15))),
  ],
  ['its number in a list', number(({ tractionNo }) => [tractionNo])],
  ['its number with a space', number(({ tractionNo }) => ` ${tractionNo}`)],
  ['its number with a zero in front', number(({ tractionNo }) => `0${tractionNo}`)],
  ['its number in other digits', number(({ tractionNo }) => `１${tractionNo.slice(1)}`)],
  ['an empty number', number(() => '')],
  [
    'the number of another order of the same shop',
    number((target, { sibling }) => sibling(target).tractionNo),
  ],
  ["the number of another merchant's order", number((_, { stranger }) => stranger.tractionNo)],
  ['a fen more', amount((good) => good + 1)],
  ['a fen less', amount((good) => good - 1)],
  ['a hundred times as much', amount((good) => good * 100)],
  ['nothing', amount(() => 0)],
  ['less than nothing', amount((good) => -good)],
  ['half a fen', amount((good) => good + 0.5)],
  ['its amount as text with a space', amount((good) => `${good} `)],
  ['its amount in a list', amount((good) => [good])],
  ['an amount that is true', amount(() => true)],
  ['an outcome that is missing', ret(undefined)],
  ['an outcome that is null', ret(null)],
  ['an outcome that is true', ret(true)],
  ['an outcome that is 1', ret(1)],
  ['an outcome in a list', ret(['success'])],
  ['an outcome in capitals', ret('SUCCESS')],
  ['an outcome with a space', ret('success ')],
  ['an outcome that nobody knows', ret('paid')],
  ['an empty outcome', ret('')],
  ['an outcome of JavaScript', ret('__proto__')],
  ['an outcome of the order itself', ret('payed')],
];

/** Bytes that are no notice. */
const MALFORMED: readonly Lie[] = [
  ['no body', says(() => '')],
  ['spaces', says(() => '  \n')],
  ['null', says(() => 'null')],
  ['true', says(() => 'true')],
  ['a text', says(() => '"success"')],
  ['a list', says((target) => JSON.stringify([bodyOf(target)]))],
  ['an empty object', says(() => '{}')],
  [
    'what it would say, one level deeper',
    says((target) => JSON.stringify({ data: bodyOf(target) })),
  ],
  ['half of it', rewritten((good) => good.slice(0, -5))],
  ['two of it', rewritten((good) => good + good)],
  ['two byte order marks', rewritten((good) => `\uFEFF\uFEFF${good}`)],
  ['a comment', rewritten((good) => `/* true */${good}`)],
  [
    'bytes that are no UTF-8',
    says((target) =>
      Buffer.from(JSON.stringify(bodyOf(target)).replace('forged', '\u00ff'), 'latin1'),
    ),
  ],
  ['UTF-16', says((target) => Buffer.from(JSON.stringify(bodyOf(target)), 'utf16le'))],
  ['a compressed body', says((target) => gzipSync(JSON.stringify(bodyOf(target))))],
  [
    '300 KiB',
    (target) => {
      const body = JSON.stringify({ ...bodyOf(target), x: 'x'.repeat(300_000) });
      return { request: post(target, { body }), code: 9413 };
    },
  ],
  [
    'a form',
    typed('application/x-www-form-urlencoded', (body) =>
      new URLSearchParams(JSON.parse(body) as Record<string, string>).toString(),
    ),
  ],
  ['plain text', typed('text/plain')],
  ['XML', typed('application/xml', () => '<xml><ret>success</ret></xml>')],
  ['a type that only begins like JSON', typed('application/jsonp')],
  ['no type', typed(null)],
];

/** Notices at the right URL of which not a word may be believed. */
export const FALSE_BODIES: readonly Lie[] = [...MISMATCHED, ...MALFORMED];

/** They say two things at once, so nothing; the order's history tells of each of these fields. */
export const CONTRADICTORY: ReadonlyArray<readonly [field: string, Lie]> = [
  ['ret', ['another outcome first', rewritten((good) => good.replace('{', '{"ret":"running",'))]],
  [
    'ret',
    [
      'its outcome a second time, escaped',
      rewritten((good) => good.replace('{', '{"\\u0072et":"running",')),
    ],
  ],
  [
    'tractionNo',
    ['another number last', rewritten((good) => good.replace(/\}$/, ',"tractionNo":"1"}'))],
  ],
  [
    'payAmount',
    ['two amounts', rewritten((good) => `${good.slice(0, -1)},"payAmount":1,"payAmount":500}`)],
  ],
];

/** What is known already, in words that only a strict reader minds: taken, as it is in an answer. */
function odd(change: (known: string, target: NoticeTarget) => string): Lie[1] {
  return (target) => {
    const known = target.wanted === 'success' ? 'failed' : 'success';
    const body = JSON.stringify(bodyOf(target, target.isFinal ? known : 'running'));
    return { request: post(target, { body: change(body, target) }), code: 200 };
  };
}

const also = (field: string) => odd((known) => known.replace('{', `{${field},`));

export const ODD_BODIES: readonly Lie[] = [
  ['a byte order mark', odd((known) => `\uFEFF${known}`)],
  ['its amount as text', odd((known, { amount: good }) => known.replace(`:${good}`, `:"${good}"`))],
  ['a number that would be rounded', also('"x":9007199254740993')],
  ['a number beyond all numbers', also('"x":1e999')],
  ['its own number of 28 digits', odd((known) => known.replace('"forged-1"', '4'.repeat(28)))],
  ['a field twice that nobody reads', also('"x":1,"x":2')],
  ['its own number twice', also('"thirdOrderNo":"forged-2"')],
  ['40 levels', also(`"x":${'['.repeat(40)}${']'.repeat(40)}`)],
  ['a prototype', also('"__proto__":{"ret":"paid"}')],
  ['a NUL', odd((known) => known.replace('forged-1', '\\u0000'))],
  ['a NUL in a name', also('"a\\u0000":1')],
  ['half a character', odd((known) => known.replace('forged-1', '\\ud83d'))],
];
