import { expect, test } from 'vitest';
import { countRows } from '../support/count-rows.ts';
import { operator } from '../support/gateway.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop, TEMPLATES } from '../support/shop.ts';

const gateway = sharedGateway();

type Body = Readonly<Record<string, unknown>>;

/** One route with a body that it takes, and which of its fields must be there. */
interface Route {
  readonly path: string;
  readonly body: Body;
  readonly required: readonly string[];
  readonly isAdmin?: boolean;
}

async function routesOf(shop: Shop): Promise<Route[]> {
  const payModeUUID = await shop.open('cash');
  const paid = await shop.pay(payModeUUID, 'paid');
  return [
    {
      path: '/pay',
      body: payBody(shop.merchantUUID, { payModeUUID, clientPayNo: 'never' }),
      required: ['payModeUUID', 'payer', 'payee', 'payAmount', 'clientPayNo'],
    },
    {
      path: '/refund',
      body: {
        payTractionNo: paid.body.data.tractionNo,
        clientRefundNo: 'never',
        refundAmount: 1,
        isCancel: 0,
        clientExtraParams: {},
      },
      required: ['payTractionNo', 'clientRefundNo'],
    },
    {
      path: '/payModes',
      body: { payTemplateId: TEMPLATES.wechat, isOpened: 1, uiOrder: 1, isFastPay: 0 },
      required: [],
    },
    {
      path: `/payModes/${payModeUUID}`,
      body: { isOpened: 1, uiOrder: 1, isFastPay: 0 },
      required: [],
    },
    {
      path: '/registerPayModeTemplate',
      body: { payTemplateId: 'never', name: 'never', isOnline: 1, orderValidTime: 24 },
      required: ['payTemplateId', 'name'],
      isAdmin: true,
    },
  ];
}

/** The body's JSON with one field replaced by this text, which need not be valid JSON of its type. */
function withRaw(body: Body, field: string, raw: string): string {
  const marker = '@@raw@@';
  return JSON.stringify({ ...body, [field]: marker }).replace(`"${marker}"`, raw);
}

/** What no field takes, whatever its type. */
const NEVER: Readonly<Record<string, string>> = {
  'an array': '[]',
  true: 'true',
  'a NUL': '"a\\u0000b"',
  'a lone surrogate': '"\\ud800"',
  '2^53+1': '9007199254740993',
  'a fraction': '0.5',
  'far too long': JSON.stringify('x'.repeat(5_000)),
};

test('whatever is wrong with a field is a 400 with code 9004 that names it, and no row changes', async () => {
  const shop = await newShop(gateway);
  const admin = await operator(gateway);
  const routes = await routesOf(shop);
  const before = await countRows(gateway);
  const wrong: string[] = [];
  for (const { path, body, required, isAdmin } of routes) {
    const client = isAdmin ? admin : shop.client;
    const check = async (what: string, field: string, raw: string) => {
      const { status, body: answer } = await client.postRaw(path, raw);
      const isRight = status === 400 && answer.code === 9004 && answer.message.includes(field);
      if (!isRight)
        wrong.push(`${path} ${field} ${what}: ${status} ${answer.code} ${answer.message}`);
    };
    for (const field of Object.keys(body)) {
      for (const [what, raw] of Object.entries(NEVER))
        await check(what, field, withRaw(body, field, raw));
      const other = typeof body[field] === 'string' ? '7' : '"7"';
      await check('another type', field, withRaw(body, field, other));
    }
    for (const field of required) {
      const { [field]: _, ...rest } = body;
      await check('missing', field, JSON.stringify(rest));
    }
    await check('unknown', 'surprise', JSON.stringify({ ...body, surprise: 1 }));
  }
  expect(wrong).toEqual([]);
  expect(await countRows(gateway)).toEqual(before);
});

test('bodies that are no JSON, queries that mean nothing and routes that do not exist are answered as errors', async () => {
  const { client } = await newShop(gateway);
  expect((await client.postRaw('/pay', '{"payer":')).body.code).toBe(9004);
  expect((await client.postRaw('/pay', '{"payer":"a","payer":"b"}')).body.code).toBe(9004);
  expect((await client.postRaw('/pay', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await client.postRaw('/pay', `"${'x'.repeat(1_100_000)}"`)).body.code).toBe(9413);
  for (const query of ['surprise=1', 'limit=0', 'limit=201', 'cursor=%00', 'orderBy=payer']) {
    const answer = await client.get(`/payOrders?${query}`);
    expect([answer.status, answer.body.code], query).toEqual([400, 9004]);
  }
  const nowhere = await client.get('/nowhere');
  expect([nowhere.status, nowhere.body.code]).toEqual([404, 9003]);
});

test('nobody without a valid token gets in', async () => {
  const tokens = ['', 'Bearer', 'Bearer x', 'Bearer eyJhbGciOiJub25lIn0.e30.', 'Basic eDp4'];
  for (const authorization of tokens) {
    const response = await fetch(`${gateway.url}/api/v1.0.0/payModes`, {
      headers: { authorization },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 9401, stack: '' });
  }
});
