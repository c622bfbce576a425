import { beforeAll, expect, test } from 'vitest';
import { type BusyShop, newBusyShop } from '../support/busy-shop.ts';
import { type Answer, createClient } from '../support/client.ts';
import { operationsOf } from '../support/openapi.ts';
import { refusalProblem } from '../support/refusal.ts';
import { openTally } from '../support/report.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { payBody, TEMPLATES } from '../support/shop.ts';
import { fingerprintMerchant } from '../support/sql.ts';
import { type Cell, cellsOf, OWNED } from './tenancy-cells.ts';

const gateway = sharedGateway();
const description = (await createClient(gateway.url, null).get('/openapi.json')).body;
const OPERATIONS = operationsOf(description).filter(
  ({ key, isWebhook }) => !isWebhook && !key.includes('/health/'),
);
const CELLS = OPERATIONS.flatMap((one) => cellsOf(description, one));

const tally = openTally('tenant matrix: ids of another merchant in every field');

let owner: BusyShop;
let other: BusyShop;
let before: Record<string, string>;
/** of a template, which all merchants share */
let templateUUID: string;
beforeAll(async () => {
  // Both have the same of everything, so that nothing but the merchant differs.
  [owner, other] = await Promise.all([newBusyShop(gateway), newBusyShop(gateway)]);
  const cash = owner.rows.payModes.find((mode) => mode['payTemplateId'] === TEMPLATES.cash);
  const { body } = await owner.pay(String(cash?.['uuid']), 'pay-of-the-owner');
  const refund = { payTractionNo: body.data.tractionNo, clientRefundNo: 'refund-of-the-owner' };
  await owner.client.post('/refund', refund);
  const { items } = (await other.client.get('/payModeTemplates')).body;
  templateUUID = items[0].uuid;
  before = await fingerprintMerchant(gateway.databaseUrl, owner.merchantUUID);
});

/** What a request would say if everything in it were the caller's own. */
const OWN_BODIES: Record<string, () => Record<string, unknown>> = {
  'POST /pay': () => ownPay(),
  'POST /batchPay': () => ownPay(),
  'POST /closePay': () => ({ payTractionNo: 'x' }),
  'POST /refund': () => ({ payTractionNo: 'x', clientRefundNo: 'never' }),
  'POST /batchRefund': () => ({ payTractionNo: 'x', clientRefundNo: 'never' }),
  'POST /payModes': () => ({ name: 'x' }),
  'POST /payModes/{uuid}': () => ({ uiOrder: 9 }),
  'POST /registerPayModeTemplate': () => ({ payTemplateId: TEMPLATES.cash, name: 'x' }),
  'POST /exceptions/{uuid}/resolve': () => ({ reason: 'x' }),
  'POST /exceptions/{uuid}/reverse': () => ({ reason: 'x' }),
  'POST /payOrders/{uuid}/settle': () => ({ outcome: 'failed', reason: 'x' }),
  'POST /refundOrders/{uuid}/settle': () => ({ outcome: 'failed', reason: 'x' }),
  'POST /selections': () => ({ kind: 'pay' }),
  'POST /selections/{uuid}/ask': () => ({}),
  'POST /notifyEndpoints': () => ({ url: 'https://shop.example/hook' }),
  'POST /notifyEndpoints/{uuid}': () => ({ status: 'paused' }),
  'POST /notifyEndpoints/{uuid}/delete': () => ({}),
  'POST /notifyEndpoints/{uuid}/rotateSecret': () => ({}),
  'POST /notifyEndpoints/{uuid}/test': () => ({}),
  'POST /notifyEndpoints/{uuid}/replays': () => ({ from: '2018-07-12 11:47:10', dryRun: 1 }),
  'POST /notifyDeliveries/{uuid}/replay': () => ({}),
  'POST /notifyReplays/{uuid}': () => ({ status: 'paused' }),
  'POST /views': () => ({ name: 'x', path: '/x' }),
  'POST /views/{uuid}/delete': () => ({}),
  'POST /payOrders/{uuid}/ask': () => ({}),
  'POST /refundOrders/{uuid}/ask': () => ({}),
  'POST /sessions/{uuid}/revoke': () => ({}),
  'POST /payInfo/{tractionNo}/{token}': () => ({ tractionNo: '1', ret: 'success' }),
  'POST /refundInfo/{tractionNo}/{token}': () => ({ tractionNo: '2', ret: 'success' }),
};

function ownPay() {
  const payModeUUID = String(other.rows.payModes[0]?.['uuid']);
  return payBody(other.merchantUUID, { payModeUUID, clientPayNo: 'never' });
}

/** The operation's path, with the id in this cell and the caller's own wherever else one stands. */
function pathOf({ at, field }: Cell, { template, id }: { template: string; id: string }): string {
  const list = template.split('/')[1] ?? '';
  const own = list === 'payModeTemplates' ? templateUUID : OWNED[list]?.(other)[0];
  const path = template
    .replace('{token}', 'A'.repeat(43))
    .replace(/\{(\w+)\}/g, (_, name) => (at === 'path' && name === field ? id : (own ?? '1')));
  // A search for nothing would be refused whoever is named.
  const rest = template === '/search' && field !== 'q' ? '&q=nothing' : '';
  return at === 'query' ? `${path}?${field}=${encodeURIComponent(id)}${rest}` : path;
}

/** Asks as the other merchant, with `id` in this cell and its own ids in all others. */
async function ask(cell: Cell, id: string): Promise<Answer> {
  const [method, template = ''] = cell.operation.split(' ');
  const path = pathOf(cell, { template, id });
  if (method === 'GET') return await other.client.get(path);
  const ownBody = OWN_BODIES[cell.operation];
  if (ownBody === undefined) throw new Error(`say in OWN_BODIES what ${cell.operation} is sent`);
  const body = { ...ownBody(), ...(cell.at === 'body' && { [cell.field]: id }) };
  const batch = /\/batch(\w+)/.exec(path)?.[1];
  if (batch === undefined) return await other.client.post(path, body);
  const answer = await other.client.post(path, { [`batch${batch}Data`]: [body] });
  const [{ body: element }] = answer.body[`batch${batch}Result`];
  return { ...answer, status: element.statusCode, body: element };
}

/** What was said, without the id that was asked for and the request's own number. */
const wordsOf = ({ status, body }: Answer, id: string) =>
  `${status} ${JSON.stringify(body)}`
    .replaceAll(id, 'ID')
    .replaceAll(encodeURIComponent(id), 'ID')
    .replace(/"requestId":"[^"]*"/g, '');

/** As the id, but nobody's. */
const nobodys = (id: string) => id.replace(/.{4}$/, '0000');

/** A list without items, or an export of its headings alone. */
const isEmpty = (body: { items?: unknown[] } | string) =>
  typeof body === 'string' ? /^[^\r\n]+\r\n$/.test(body) : body.items?.length === 0;

/** What is wrong with an answer about another merchant's id, or null. */
function problemOf({ field }: Cell, answer: Answer): string | null {
  const { status, body } = answer;
  if (status === 200) return isEmpty(body) ? null : `200 ${JSON.stringify(body)}`;
  const isNamed = /^(?:merchant|payee)/.test(field);
  if (status === 403) return refusalProblem(answer, { code: 9403 });
  return isNamed ? `no 403: ${status}` : refusalProblem(answer, { code: 9003 });
}

test('the matrix has every operation that takes an id', () => {
  const without = OPERATIONS.filter(({ key }) => !CELLS.some(({ operation }) => operation === key));
  expect(without.map(({ key }) => key)).toEqual([
    'GET /payModeTemplates',
    'GET /payModeTemplates/{uuid}',
    'POST /registerPayModeTemplate',
    // Whoever asks is all that they are about.
    'GET /views',
    'POST /views',
    'GET /whoami',
  ]);
  expect(CELLS.length).toBeGreaterThan(100);
});

const CASES = OPERATIONS.map(({ key }) => ({
  key,
  cells: CELLS.filter(({ operation }) => operation === key),
})).filter(({ cells }) => cells.length > 0);

test.each(CASES)(
  "$key: another merchant's id is in every field as one that never was",
  async ({ cells }) => {
    for (const cell of cells) {
      const ids = OWNED[cell.of]?.(owner) ?? [];
      expect([cell.field, ids]).not.toEqual([cell.field, []]);
      for (const id of ids) {
        const [foreign, never] = [await ask(cell, id), await ask(cell, nobodys(id))];
        const problem = problemOf(cell, foreign);
        expect(tally.judge([problem && `${cell.at} ${cell.field} ${id}: ${problem}`])).toEqual([]);
        expect(wordsOf(foreign, id)).toBe(wordsOf(never, nobodys(id)));
      }
    }
    expect(await fingerprintMerchant(gateway.databaseUrl, owner.merchantUUID)).toEqual(before);
  },
);
