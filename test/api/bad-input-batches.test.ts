import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoneApi, startLoneApi } from '../support/api-process.ts';
import { refusalProblem } from '../support/refusal.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import { fingerprintRows } from '../support/sql.ts';
import { type BadBody, badBodies } from './bad-bodies.ts';
import { PAY, REFUND } from './body-fields.ts';

// Nobody else writes to this database, so "nothing changed" can mean every row of every table.
let api: LoneApi;
let shop: Shop;
let mode: string;
let payTractionNo: string;

beforeAll(async () => {
  api = await startLoneApi(testServers());
  shop = await newShop({ ...api, sandboxUrl: '', redisUrl: '' });
  mode = await shop.open('cash');
  payTractionNo = (await shop.pay(mode, 'paid')).body.data.tractionNo;
});
afterAll(async () => await api.stop());

/** Both batches: how their parts are called, and an element that is accepted as it is. */
const BATCHES = [
  {
    route: 'batchPay',
    list: 'batchPayData',
    results: 'batchPayResult',
    number: 'clientPayNo',
    kind: PAY,
    good: (no: string) => payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: no }),
  },
  {
    route: 'batchRefund',
    list: 'batchRefundData',
    results: 'batchRefundResult',
    number: 'clientRefundNo',
    kind: REFUND,
    good: (clientRefundNo: string) => ({
      ...{ payTractionNo, clientRefundNo, refundAmount: 1, isCancel: 0 },
      clientExtraParams: {},
    }),
  },
] as const;
type Batch = (typeof BATCHES)[number];

const NO_OBJECTS = ['null', '7', 'true', '"x"', '[]', '[{}]'].map((json) => ({
  what: json,
  json,
  field: 'the element',
}));

/** Elements that are no objects, and cannot even be stored as they are said. */
const UNSTORABLE = ['9007199254740993', '"\\u0000"', '[1e400]', '{"a":[{"b":1,"b":2}]}'].map(
  (json) => ({
    what: json,
    json,
    field: json === '[1e400]' ? '0' : json.startsWith('{') ? 'a.0.b' : 'the element',
  }),
);

const postList = async ({ route, list }: Batch, elements: readonly string[]) =>
  await shop.client.postRaw(`/${route}`, `{"${list}":[${elements.join(',')}]}`);

/** The client's number of an element as the answer must repeat it. */
function numberIn({ json }: BadBody, { number }: Batch): string | null {
  const value: unknown = JSON.parse(json)?.[number];
  return typeof value === 'string' ? value : null;
}

test.each(BATCHES)(
  'POST $route: each bad element is answered in its place with a 9004 that names its field, and no row changes',
  async (batch) => {
    const bad = [...badBodies(batch.good('never'), batch.kind), ...NO_OBJECTS, ...UNSTORABLE];
    const before = await fingerprintRows(api.databaseUrl);
    const { status, body } = await postList(
      batch,
      bad.map(({ json }) => json),
    );
    expect([status, body[batch.results]?.length]).toEqual([200, bad.length]);
    const problems = bad.flatMap((element, at) => {
      const { statusCode, body: refusal, ...rest } = body[batch.results][at];
      const answer = { status: statusCode, body: refusal };
      const problem = refusalProblem(answer, { code: 9004, field: element.field });
      const isNumbered = rest[batch.number] === numberIn(element, batch);
      if (problem === null && isNumbered) return [];
      return [`${element.what}: ${problem ?? JSON.stringify(rest)}`];
    });
    expect(problems).toEqual([]);
    expect(await fingerprintRows(api.databaseUrl)).toEqual(before);
  },
);

test.each(BATCHES)(
  'POST $route: without its list, with an empty or a too long one or another field besides, nothing is done',
  async (batch) => {
    const { route, list, good } = batch;
    const before = await fingerprintRows(api.databaseUrl);
    const one = JSON.stringify(good('never'));
    const many = Array(1_001).fill(one).join(',');
    const bodies: ReadonlyArray<readonly [string, string]> = [
      ['{}', list],
      ['[]', 'the body'],
      [`[${one}]`, 'the body'],
      [one, ''],
      [`{"${list}":[]}`, list],
      [`{"${list}":${one}}`, list],
      [`{"${list}":null}`, list],
      [`{"${list}":"[]"}`, list],
      [`{"${list}":[${many}]}`, list],
      [`{"${list}":[${one}],"surprise":1}`, 'surprise'],
      [`{"${list}":[${one}],"${list}":[${one}]}`, list],
    ];
    const problems: string[] = [];
    for (const [json, field] of bodies) {
      const answer = await shop.client.postRaw(`/${route}`, json);
      const expected = { code: 9004, ...(field !== '' && { field }) };
      const problem = refusalProblem(answer, expected);
      if (problem !== null) problems.push(`${json.slice(0, 60)}: ${problem}`);
    }
    expect(problems).toEqual([]);
    expect(await fingerprintRows(api.databaseUrl)).toEqual(before);
  },
);

test.each(BATCHES)(
  'POST $route: a bad element harms none of the good ones beside it',
  async (batch) => {
    const good = (no: string) => JSON.stringify(batch.good(no));
    const unkept = good('bad').replace('{', '{"surprise":9007199254740993,');
    const { body } = await postList(batch, [good('g1'), '{}', good('g2'), unkept, good('g1')]);
    const results: ReadonlyArray<{ statusCode: number; [name: string]: unknown }> =
      body[batch.results];
    expect(results.map((result) => [result.statusCode, result[batch.number]])).toEqual([
      [200, 'g1'],
      [400, null],
      [200, 'g2'],
      [400, 'bad'],
      [200, 'g1'],
    ]);
    expect(results[4]).toEqual(results[0]);
  },
);
