import { expect, onTestFinished, test } from 'vitest';
import { startLoneApi } from '../support/api-process.ts';
import { eventually } from '../support/eventually.ts';
import { refusalProblem } from '../support/refusal.ts';
import { sharedGateway, testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { openPlainClient } from '../support/sql.ts';
import type { Item } from '../support/walk-list.ts';

const gateway = sharedGateway();

interface Events {
  readonly items: readonly Item[];
  readonly next: string;
}

/** Reads on from a place until `count` events have come, as a program that asks does. */
async function readOn({ client }: Shop, after: string, count: number): Promise<Events> {
  const items: Item[] = [];
  let next = after;
  await eventually(
    async () => {
      const { status, body } = await client.get(`/notifyEvents?after=${next}&limit=2`);
      if (status !== 200) throw new Error(JSON.stringify(body));
      items.push(...body.items);
      next = body.next;
      return items.length;
    },
    (seen) => seen >= count,
  );
  return { items, next };
}

/** A record that its transaction writes now and commits when it is asked to: a lower id, a later commit. */
async function writeLate({ merchantUUID }: Shop, databaseUrl: string) {
  const client = await openPlainClient(databaseUrl);
  await client.query('BEGIN');
  const { rows } = await client.query<{ uuid: string }>(
    `INSERT INTO "TradeRecord" (uuid, "merchantUUID", "payOrderUUID", "refundOrderUUID", "payModeUUID", "payTemplateId",
       "tractionNo", kind, event, actor, "fromStatus", "toStatus", amount, detail)
     SELECT 'late' || substr(md5(random()::text), 1, 18), "merchantUUID", "payOrderUUID", "refundOrderUUID", "payModeUUID",
       "payTemplateId", "tractionNo", kind, event, actor, "fromStatus", "toStatus", amount, detail
     FROM "TradeRecord" WHERE "merchantUUID" = $1 AND event = 'acceptOffline' LIMIT 1 RETURNING uuid`,
    [merchantUUID],
  );
  const commit = async () => {
    await client.query('COMMIT');
    await client.end();
  };
  return { id: `evt_${rows[0]?.uuid}`, commit };
}

test('by asking, each event of a merchant is read once, in the order of the commits, also those whose transaction ends late', async () => {
  // On a database of its own: its order has a record too many in the end.
  const api = await startLoneApi(testServers());
  onTestFinished(async () => await api.stop());
  const alone = { ...gateway, url: api.url, databaseUrl: api.databaseUrl };
  const [shop, other] = [await newShop(alone), await newShop(alone)];
  const mode = await shop.open('cash');
  const start = (await shop.client.get('/notifyEvents')).body;
  expect(start).toMatchObject({ items: [], more: false });
  const { data: order } = (await shop.pay(mode, 'first')).body;
  const first = await readOn(shop, start.next, 1);
  expect(first.items).toMatchObject([
    {
      type: 'payment.succeeded',
      data: {
        merchantUUID: shop.merchantUUID,
        sequence: 1,
        status: 'payed',
        clientPayNo: 'first',
        tractionNo: order.tractionNo,
        payAmount: 500,
        href: order.href,
      },
    },
  ]);
  const late = await writeLate(shop, api.databaseUrl);
  await shop.pay(mode, 'second');
  await other.pay(await other.open('cash'), 'foreign');
  // What commits behind one that still writes waits for it: none would come between them later.
  const waiting = (await shop.client.get(`/notifyEvents?after=${first.next}`)).body;
  expect(waiting.items).toEqual([]);
  await late.commit();
  const rest = await readOn(shop, waiting.next, 2);
  expect(rest.items[0]?.['id']).toBe(late.id);
  expect(rest.items[1]).toMatchObject({ data: { clientPayNo: 'second' } });
  expect(rest.items).toHaveLength(2);
});

test('reading begins at a time that is named, and a refund has its own event beside that of its payment', async () => {
  const shop = await newShop(gateway);
  const { tractionNo } = (await shop.pay(await shop.open('cash'), 'p')).body.data;
  await shop.client.post('/refund', { payTractionNo: tractionNo, clientRefundNo: 'r' });
  const from = encodeURIComponent('2026-01-01 00:00:00');
  const seen: Item[] = [];
  let { body } = await shop.client.get(`/notifyEvents?from=${from}&limit=200`);
  seen.push(...body.items);
  const { items } = await readOn(shop, body.next, Math.max(0, 3 - seen.length));
  seen.push(...items);
  expect(seen.map(({ type }) => type)).toEqual([
    'payment.succeeded',
    'refund.succeeded',
    'payment.refunded',
  ]);
  expect(seen[1]?.['data']).toMatchObject({ clientRefundNo: 'r', payTractionNo: tractionNo });
  expect(new Set(seen.map(({ id }) => id)).size).toBe(3);
  ({ body } = await shop.client.get(`/notifyEvents?from=${from}&after=${body.next}`));
  expect(body).toMatchObject({ code: 9004 });
});

test.each(['x', 'MQ', 'MS4yLjM', '-', Buffer.from('999999999999999999.0').toString('base64url')])(
  'a place that was never given out is refused: %s',
  async (after) => {
    const { client } = await newShop(gateway);
    const answer = await client.get(`/notifyEvents?after=${after}`);
    expect(refusalProblem(answer, { code: 9004, field: 'after' })).toBeNull();
  },
);
