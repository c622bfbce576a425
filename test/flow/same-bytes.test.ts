import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient } from '../support/client.ts';
import { startRawConnector, type TestConnector } from '../support/connector.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { inParallel } from '../support/in-parallel.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';

// What a connector says is read by one reader, be it an answer or a notice: the same bytes must end in the same
// row. Each sentence is played both ways, about two payments of 500 fen.

/** What is said about the payment with this number. */
type Sentence = (tractionNo: string) => string | Uint8Array;

let gateway: Gateway;
let anyone: Client;
/** What the connector answers about the payment with this clientPayNo; any other is `running`. */
const said = new Map<string, Sentence>();
const notifyUrls = new Map<string, string>();
let connector: TestConnector;
let shop: Shop;
let mode: string;

beforeAll(async () => {
  gateway = await startGateway(testServers());
  anyone = createClient(gateway.url, null);
  connector = await startRawConnector(({ body }, response) => {
    const { tractionNo, clientPayNo, notifyUrl } = body as Record<string, string>;
    notifyUrls.set(clientPayNo ?? '', notifyUrl ?? '');
    const running = () => JSON.stringify({ tractionNo, ret: 'running' });
    response.end((said.get(clientPayNo ?? '') ?? running)(tractionNo ?? ''));
  });
  shop = await newShop(gateway);
  // Posted to once, so that what is not believed stays as it is.
  const settings = { isAsyncNotify: 1, isIdempotent: 0, refundUrl: undefined };
  mode = await shop.openOwn({ ...settings, payUrl: `${connector.url}/pay` });
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await gateway.stop();
  await connector.close();
});

interface Outcome {
  readonly status: string;
  readonly thirdPayNo: string | null;
  readonly resultCode: string | null;
  /** of a contradiction or an end, as the order's history has it */
  readonly event: string | null;
  readonly detail: unknown;
  /** why it is not believed; null when it is */
  readonly reason: string | null;
}

let payments = 0;

/** A payment that the connector has answered. */
async function pay(sentence?: Sentence) {
  payments += 1;
  const clientPayNo = `c${payments}`;
  if (sentence !== undefined) said.set(clientPayNo, sentence);
  const prefer = { prefer: 'respond-async' };
  const { data } = (await shop.pay(mode, clientPayNo, { headers: prefer })).body;
  const { uuid, tractionNo } = data as { uuid: string; tractionNo: string };
  await recordsOf(uuid, (records) => records.length > 1);
  return { uuid, tractionNo, clientPayNo };
}

interface Said {
  readonly reason?: string;
  readonly connector?: string;
  readonly step?: string;
}

async function recordsOf(
  uuid: string,
  isThere: (records: { event: string; detail: Said }[]) => boolean = () => true,
) {
  const read = async () =>
    (await shop.client.get(`/payOrders/${uuid}/tradeRecords?limit=200`)).body.items;
  return await eventually(read, isThere);
}

async function outcomeOf(uuid: string, reason: string | null): Promise<Outcome> {
  const { status, thirdPayNo, resultCode } = (await shop.client.get(`/payOrders/${uuid}`)).body;
  const last = (await recordsOf(uuid)).at(-1);
  const isReported = status !== 'paying' || (reason ?? '').endsWith(' more than once');
  const { event = null, detail = null } = isReported ? (last ?? {}) : {};
  // Who was called, and by which step, is said of answers only.
  const { connector: _, step: __, ...rest } = detail ?? {};
  return { status, thirdPayNo, resultCode, event, detail: rest, reason };
}

async function asAnswer(sentence: Sentence): Promise<Outcome> {
  const { uuid } = await pay(sentence);
  const last = (await recordsOf(uuid)).at(-1);
  const reason = last?.event === 'unknown' ? (last.detail.reason ?? '') : null;
  return await outcomeOf(uuid, reason?.replace('HTTP 200, ', '') ?? null);
}

async function asNotice(sentence: Sentence): Promise<Outcome> {
  const { uuid, tractionNo, clientPayNo } = await pay();
  const { pathname } = new URL(notifyUrls.get(clientPayNo) ?? '');
  const { status, body } = await anyone.postRaw(pathname, sentence(tractionNo));
  expect([200, 400]).toContain(status);
  const reason = status === 200 ? null : String(body.message);
  return await outcomeOf(uuid, reason?.replace('the notice is ', '') ?? null);
}

/** Both ways; they must agree. */
async function playBoth(sentence: Sentence): Promise<Outcome> {
  const [answer, notice] = await Promise.all([asAnswer(sentence), asNotice(sentence)]);
  expect(notice).toEqual(answer);
  return answer;
}

const says =
  (fields: string) =>
  (no: string): string =>
    `{"tractionNo":"${no}",${fields}}`;
const TWICE = (field: string) => `the answer says ${field} more than once`;

/** [what is said, what becomes of the payment, what else] */
const SENTENCES: ReadonlyArray<
  readonly [what: string, Sentence, status: string, expected?: Partial<Outcome>]
> = [
  ['success', says('"ret":"success","thirdOrderNo":"T1"'), 'payed', { thirdPayNo: 'T1' }],
  ['failed', says('"ret":"failed","thirdErrorReason":"no"'), 'payFailed', { resultCode: 'no' }],
  ['a mark in front', (no) => `\ufeff${says('"ret":"success"')(no)}`, 'payed'],
  ['a big number that nobody reads', says('"x":9007199254740993,"ret":"success"'), 'payed'],
  ['a number beyond all', says('"x":{"y":1e999},"ret":"success"'), 'payed'],
  [
    '28 digits as its own number',
    says(`"thirdOrderNo":${'4'.repeat(28)},"ret":"success"`),
    'payed',
    { thirdPayNo: null },
  ],
  [
    'an own number that is short',
    says('"thirdOrderNo":42,"ret":"success"'),
    'payed',
    { thirdPayNo: '42' },
  ],
  [
    'two own numbers',
    says('"thirdOrderNo":"a","thirdOrderNo":"b","ret":"success"'),
    'payed',
    { thirdPayNo: null },
  ],
  ['100 levels', says(`"x":${'['.repeat(100)}${']'.repeat(100)},"ret":"success"`), 'payed'],
  [
    'half a character',
    says('"ret":"failed","thirdErrorReason":"a\\ud800"'),
    'payFailed',
    { resultCode: 'a\ufffd' },
  ],
  [
    'a NUL',
    says('"ret":"failed","thirdErrorReason":"a\\u0000b"'),
    'payFailed',
    { resultCode: 'ab' },
  ],
  ['its amount', says('"ret":"success","payAmount":500'), 'payed'],
  ['its amount as text', says('"ret":"success","payAmount":"500"'), 'payed'],
  [
    'failed, then success',
    says('"ret":"failed","ret":"success"'),
    'paying',
    { reason: TWICE('ret') },
  ],
  [
    'success twice',
    says('"ret":"success","r\\u0065t":"success"'),
    'paying',
    { reason: TWICE('ret') },
  ],
  [
    'two numbers',
    (no) => says(`"ret":"success","tractionNo":"${no}"`)(no),
    'paying',
    { reason: TWICE('tractionNo'), event: 'unknown' },
  ],
  [
    'two amounts',
    says('"ret":"success","payAmount":1,"payAmount":500'),
    'paying',
    { reason: TWICE('payAmount'), event: 'unknown' },
  ],
  [
    'another amount as text',
    says('"ret":"success","payAmount":"5.00"'),
    'paying',
    { reason: 'the answer names another payAmount', event: null },
  ],
  [
    'an amount that is none',
    says('"ret":"success","payAmount":[500]'),
    'paying',
    { reason: 'the payAmount of the answer is not a number' },
  ],
  [
    'its number as a JSON number',
    (no) => `{"ret":"success","tractionNo":${no}}`,
    'paying',
    { reason: 'the tractionNo of the answer is not text' },
  ],
  ['no number', () => '{"ret":"success"}', 'paying', { reason: 'the answer names no tractionNo' }],
  ['nothing', () => ' ', 'paying', { reason: 'not JSON' }],
  ['a list', (no) => `[${says('"ret":"success"')(no)}]`, 'paying', { reason: 'not a JSON object' }],
  [
    'another encoding',
    (no) => Buffer.from(says('"ret":"success","x":"\u00fc"')(no), 'latin1'),
    'paying',
    { reason: 'not UTF-8' },
  ],
  [
    'two marks',
    (no) => `\ufeff\ufeff${says('"ret":"success"')(no)}`,
    'paying',
    { reason: 'not JSON' },
  ],
];

test('the same bytes as answer and as notice end in the same row and say the same', async () => {
  const outcomes = await inParallel(6, SENTENCES.length, async (at) => {
    const [what, sentence, status, expected] = SENTENCES[at] ?? ['', () => '', ''];
    const outcome = await playBoth(sentence);
    return { what, said: outcome, wanted: { ...outcome, status, ...expected } };
  });
  expect(outcomes).toHaveLength(SENTENCES.length);
  for (const { what, said: outcome, wanted } of outcomes) {
    expect({ what, ...outcome }).toEqual({ what, ...wanted });
  }
});

/** Some of these beside one another, in any order, some twice. */
const PIECES = [
  '"tractionNo":"NO"',
  '"tractionNo":"NO"',
  '"ret":"success"',
  '"ret":"failed"',
  '"payAmount":500',
  '"payAmount":"500"',
  '"payAmount":501',
  '"thirdOrderNo":"T"',
  '"thirdOrderNo":12345678901234567890',
  '"thirdErrorReason":"a\\u0000"',
  '"x":{"ret":"failed","y":[1e999,"]\\""]}',
  '"__proto__":{"ret":"failed"}',
  'x',
];
const anySentence = fc
  .tuple(
    fc.constantFrom('', '', '\ufeff', ' ', '['),
    fc.shuffledSubarray(PIECES, { minLength: 2 }),
    fc.constantFrom('}', '}', '}', '} ', '}}', ''),
  )
  .map((parts): Sentence => {
    const [front, pieces, end] = parts;
    return (no) => `${front}{${pieces.join(',').replaceAll('NO', no)}${end}`;
  });

test('whatever a connector says, answer and notice agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anySentence, { minLength: 20, maxLength: 20 }), async (sentences) => {
      const play = async (at: number) => await playBoth(sentences[at] ?? (() => ''));
      expect(await inParallel(5, sentences.length, play)).toHaveLength(20);
    }),
    { numRuns: 2, endOnFailure: true },
  );
});
