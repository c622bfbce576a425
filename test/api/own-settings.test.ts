import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoneApi, startLoneApi } from '../support/api-process.ts';
import { refusalProblem } from '../support/refusal.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop, TEMPLATES } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

// One API in a zone with summer time that knows where merchants live, and what tills write.
const ASYNC = { prefer: 'respond-async' };
let api: LoneApi;
let shop: Shop;
let mode: string;
beforeAll(async () => {
  api = await startLoneApi(testServers(), {
    TIME_ZONE: 'America/New_York',
    MERCHANT_URL: 'https://shops.example/shops/{uuid}/about',
  });
  shop = await newShop({ ...api, sandboxUrl: 'http://127.0.0.1:9', redisUrl: '' });
  mode = await shop.open('cash');
});
afterAll(async () => await api.stop());

test('createdFrom takes the earlier of two moments, createdTo the later; a skipped time is the change', async () => {
  // The records of a payment may not be changed; a mode may.
  const moments = {
    'before the second 1:30': '2026-11-01T05:45:00Z',
    'after it': '2026-11-01T06:45:00Z',
    'before the change': '2026-03-08T06:59:59Z',
    'at the change': '2026-03-08T07:00:00Z',
  };
  for (const [name, moment] of Object.entries(moments)) {
    const uuid = await shop.openOwn({ name });
    await runSql(api.databaseUrl, `UPDATE "PayMode" SET "createdAt" = $1 WHERE uuid = $2`, [
      moment,
      uuid,
    ]);
  }
  const found = async (query: Record<string, string>) => {
    const { body } = await shop.client.get(`/payModes?${new URLSearchParams(query).toString()}`);
    const names = body.items.map(({ name }: { name: string }) => name);
    return Object.keys(moments).filter((name) => names.includes(name));
  };
  const until = { createdTo: '2026-11-01 02:00:00' };
  expect(await found({ createdFrom: '2026-11-01 01:30:00', ...until })).toEqual([
    'before the second 1:30',
    'after it',
  ]);
  const from = { createdFrom: '2026-11-01 00:00:00' };
  expect(await found({ ...from, createdTo: '2026-11-01 01:50:00' })).toEqual([
    'before the second 1:30',
    'after it',
  ]);
  expect(await found({ ...from, createdTo: '2026-11-01 01:40:00' })).toEqual([
    'before the second 1:30',
  ]);
  const day = { createdFrom: '2026-03-08 00:00:00', createdTo: '2026-03-08 23:59:59' };
  expect(await found({ ...day, createdFrom: '2026-03-08 02:30:00' })).toEqual(['at the change']);
  expect(await found({ ...day, createdTo: '2026-03-08 02:30:00' })).toEqual(['before the change']);
});

test('merchant.href is where MERCHANT_URL says, or the link that a mode was opened with, which it keeps', async () => {
  const hrefOf = async (uuid: string) =>
    (await shop.client.get(`/payModes/${uuid}`)).body.merchant.href;
  expect(await hrefOf(mode)).toBe(`https://shops.example/shops/${shop.merchantUUID}/about`);
  const merchantHref = `http://192.168.7.188:6005/api/v1.0.0/shops/${shop.merchantUUID}`;
  const open = async (body: object) =>
    (await shop.client.post('/payModes', { payTemplateId: TEMPLATES.wechat, ...body })).body;
  expect((await open({ merchantHref })).merchant.href).toBe(merchantHref);
  const again = await open({ uiOrder: 7 });
  expect([again.uiOrder, again.merchant.href]).toEqual([7, merchantHref]);
  // As it was stored before there was MERCHANT_URL: a route of ours that leads nowhere.
  await runSql(api.databaseUrl, `UPDATE "PayMode" SET "merchantHref" = $1 WHERE uuid = $2`, [
    `${api.url}/api/v1.0.0/merchants/${shop.merchantUUID}`,
    mode,
  ]);
  expect(await hrefOf(mode)).toBe(`https://shops.example/shops/${shop.merchantUUID}/about`);
});

test('an offline payment or refund has no result code: nobody was asked', async () => {
  const { data } = (await shop.pay(mode, newMerchant())).body;
  expect(data).toMatchObject({ status: 'payed', resultCode: null, thirdPayNo: null });
  const request = { payTractionNo: data.tractionNo, clientRefundNo: newMerchant() };
  const refund = (await shop.client.post('/refund', request)).body.data;
  expect(refund).toMatchObject({ status: 'refunded', resultCode: null });
});

const UNSEEN = {
  spaces: '   ',
  'an ideographic space': '\u3000',
  'a zero width space': '\u200b\u200b',
  'a joiner, a mark and a filler': '\u2060\ufeff\u3164',
  'an empty braille cell': '\u2800',
  tags: '\u{e0041}\u{e0042}',
};
const ENDS = {
  'a space': ' ',
  'a tab': '\t',
  'a line break': '\n',
  'a no-break space': '\u00a0',
  'an ideographic space': '\u3000',
  'a byte order mark': '\ufeff',
  'a direction mark': '\u200e',
};
const WRONG = [
  ...Object.entries(UNSEEN).map(([name, text]) => [`only ${name}`, text] as const),
  ...Object.entries(ENDS).flatMap(([name, text]) => [
    [`${name} in front`, `${text}a1`] as const,
    [`${name} behind`, `a1${text}`] as const,
  ]),
];

test.each(WRONG)(
  'a number of a till with %s is refused, also within a batch',
  async (_what, no) => {
    const message = (field: string) => `${field} must begin and end with a visible character`;
    const body = payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: no });
    const paid = await shop.client.post('/pay', body);
    expect(refusalProblem(paid, { code: 9004 })).toBeNull();
    expect(paid.body.message).toContain(message('clientPayNo'));
    const refund = { payTractionNo: '1', clientRefundNo: no };
    const refunded = await shop.client.post('/refund', refund);
    expect(refusalProblem(refunded, { code: 9004 })).toBeNull();
    expect(refunded.body.message).toContain(message('clientRefundNo'));
    const good = newMerchant();
    const batchPayData = [{ ...body, clientPayNo: good }, body];
    const { batchPayResult } = (await shop.client.post('/batchPay', { batchPayData }, ASYNC)).body;
    expect(batchPayResult).toMatchObject([
      { clientPayNo: good, statusCode: 200 },
      { clientPayNo: no, statusCode: 400, body: { code: 9004 } },
    ]);
    const batchRefundData = [refund];
    const { batchRefundResult } = (await shop.client.post('/batchRefund', { batchRefundData }))
      .body;
    expect(batchRefundResult).toMatchObject([{ clientRefundNo: no, body: { code: 9004 } }]);
  },
);

test('a number may have blanks within, any script, and is compared character by character', async () => {
  const composed = '\u00e9';
  const numbers = ['a 1', '订单 1', 'x', composed, composed.normalize('NFD'), '1️1', '👍'];
  const orders = await Promise.all(
    numbers.map(async (no) => (await shop.pay(mode, no, { headers: ASYNC })).body.data),
  );
  expect(orders.map(({ clientPayNo }) => clientPayNo)).toEqual(numbers);
  expect(new Set(orders.map(({ uuid }) => uuid)).size).toBe(numbers.length);
});

test("a till's body with a byte order mark is taken, one with two is not", async () => {
  const no = newMerchant();
  const body = JSON.stringify(payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: no }));
  const paid = await shop.client.postRaw('/pay', `\ufeff${body}`);
  expect([paid.status, paid.body.data?.clientPayNo]).toEqual([200, no]);
  const batch = `\ufeff{"batchPayData":[${body}]}`;
  expect((await shop.client.postRaw('/batchPay', batch)).body.batchPayResult).toMatchObject([
    { statusCode: 200, body: { data: { uuid: paid.body.data.uuid } } },
  ]);
  const twice = await shop.client.postRaw('/pay', `\ufeff\ufeff${body}`);
  expect(refusalProblem(twice, { code: 9004 })).toBeNull();
});
