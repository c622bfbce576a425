import type { NewPayOrder } from '@payserver/shared/domain/pay-order';
import type { NewRefundOrder } from '@payserver/shared/domain/refund-order';
import { appendAudit, sealAudit } from '@payserver/shared/store/audit-records';
import { createSealKey } from '@payserver/shared/store/audit-seal';
import { type Database, openDatabase } from '@payserver/shared/store/database';
import { claimOrders } from '@payserver/shared/store/orders/claim';
import { renewLeases } from '@payserver/shared/store/orders/renew';
import { type OpenAttempt, rescheduleOrders } from '@payserver/shared/store/orders/reschedule';
import { rescheduleWaitingOrders } from '@payserver/shared/store/orders/reschedule-waiting';
import type { Settlement } from '@payserver/shared/store/orders/table';
import { insertPayOrders } from '@payserver/shared/store/pay-orders/insert';
import { settlePayOrders } from '@payserver/shared/store/pay-orders/settle';
import { findPayRoutes, recallPayRoute } from '@payserver/shared/store/pay-routes';
import { insertRefundOrders } from '@payserver/shared/store/refund-orders/insert';
import { settleRefundOrders } from '@payserver/shared/store/refund-orders/settle';
import { queryRows } from '@payserver/shared/store/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';

// A statement over arrays reads its columns by position. Each value here is another one, so that no two columns of one
// type can be swapped without a row that says so.

let db: Database;
beforeAll(async () => {
  const url = await createDatabase(testServers());
  db = openDatabase({ url, max: 2, name: 'test', onError: () => undefined, onlyLooksUp: true });
  // Where the refunds are sent to.
  await db.pool.query(`INSERT INTO "PayModeTemplate" (uuid, "payTemplateId", name, "payUrl", "refundUrl", "isOnline")
    VALUES ('T', 'template', 'any', 'http://localhost:1/pay', 'http://localhost:1/refund', 1)`);
  await db.pool.query(`INSERT INTO "PayMode" (uuid, "merchantUUID", "merchantHref", "payTemplateId", name)
    VALUES ('mode', 'merchant', 'any', 'template', 'named'), ('mode of another', 'another', 'any', 'template', 'any')`);
});
afterAll(async () => await db?.close());

type Row = Readonly<Record<string, unknown>>;

async function rowOf(table: string, uuid: string): Promise<Row> {
  const { rows } = await db.pool.query<Row>(`SELECT * FROM "${table}" WHERE uuid = $1`, [uuid]);
  return rows[0] ?? {};
}

/** The trade records of this order, as they were written. */
async function recordsOf({ tractionNo }: { readonly tractionNo: string }): Promise<Row[]> {
  const { rows } = await db.pool.query<Row>(
    'SELECT * FROM "TradeRecord" WHERE "tractionNo" = $1 ORDER BY id',
    [tractionNo],
  );
  return rows;
}

let made = 0;
const at = (seconds: number) => new Date(Date.now() + seconds * 1_000);
const ID = /^[0-9A-Za-z]{22}$/;

function newPay(differences: Partial<NewPayOrder> = {}): NewPayOrder {
  made += 1;
  return {
    uuid: `uuid ${made}`,
    merchantUUID: 'merchant',
    clientPayNo: `client number ${made}`,
    tractionNo: `traction number ${made}`,
    requestHash: 'hash',
    payModeUUID: 'mode',
    payModeName: 'name of the mode',
    payTemplateId: 'template',
    payChannel: 'channel',
    payWay: 'way',
    connectorKey: 'connector',
    businessRet: 'syncOnlinePay',
    payer: 'payer',
    payee: 'payee',
    payAmount: 700,
    payParams: { is: 'params' },
    paySecrets: { is: 'secrets' },
    clientExtraParams: { is: 'extra' },
    connectorParams: { is: 'of the merchant' },
    terminal: { id: 'terminal' },
    notifyUrl: 'https://shop.example/pay',
    status: 'paying',
    startAt: at(-60),
    orderExpiredAt: at(3_600),
    payFinishAt: at(-30),
    dueAt: at(5),
    tags: [],
    routeVersion: null,
    ...differences,
  };
}

function newRefund(pay: NewPayOrder): NewRefundOrder {
  made += 1;
  return {
    uuid: `uuid ${made}`,
    merchantUUID: pay.merchantUUID,
    clientRefundNo: `client number ${made}`,
    tractionNo: `traction number ${made}`,
    requestHash: 'hash of a refund',
    payTractionNo: pay.tractionNo,
    refundAmount: 300,
    isCancel: false,
    clientExtraParams: { is: 'extra of a refund' },
    startAt: at(-20),
    dueAt: at(7),
  };
}

/** What ends an order under its first claim. */
function newEnd(uuid: string, differences: Partial<Settlement> = {}): Settlement {
  return {
    uuid,
    epoch: 1,
    from: 'paying',
    to: 'payed',
    event: 'succeed',
    actor: 'notice',
    thirdNo: 'third number',
    resultCode: 'result code',
    httpStatus: 207,
    durationMs: 41,
    detail: { is: 'detail' },
    ...differences,
  };
}

async function claim(kind: 'pay' | 'refund', { uuid }: { readonly uuid: string }) {
  const claimed = await claimOrders(db, kind, {
    refs: [{ uuid, epoch: 0 }],
    leaseMs: 60_000,
    ownerNo: 7,
  });
  expect(claimed).toHaveLength(1);
}

async function leaseOf(uuid: string): Promise<number> {
  const { leaseUntil } = await rowOf('PayOrder', uuid);
  return leaseUntil instanceof Date ? leaseUntil.getTime() - Date.now() : 0;
}

/** A payment that can be refunded. */
async function payed(): Promise<NewPayOrder> {
  const pay = newPay();
  await insertPayOrders(db, [pay]);
  await claim('pay', pay);
  expect(await settlePayOrders(db, [newEnd(pay.uuid)])).toHaveLength(1);
  return pay;
}

describe('each value is written into its own column', () => {
  test('of a new payment and its trade record', async () => {
    const pay = newPay();
    const [answered] = await insertPayOrders(db, [pay]);
    const { startAt, routeVersion: _, tags: _tags, ...columns } = pay;
    const row = await rowOf('PayOrder', pay.uuid);
    expect(row).toMatchObject({ ...columns, orderStartAt: startAt, payStartAt: startAt });
    // All that callers see of it, as if it had been read again.
    expect(row).toMatchObject({ ...answered, id: String(answered?.id) });
    expect(await recordsOf(pay)).toEqual([
      expect.objectContaining({
        uuid: expect.stringMatching(ID),
        merchantUUID: pay.merchantUUID,
        payOrderUUID: pay.uuid,
        refundOrderUUID: null,
        payModeUUID: pay.payModeUUID,
        payTemplateId: pay.payTemplateId,
        kind: 'pay',
        event: 'accept',
        actor: 'api',
        fromStatus: null,
        toStatus: 'paying',
        amount: pay.payAmount,
      }),
    ]);
  });

  test('of the tags of new payments, in one statement or several, once each', async () => {
    const pays = [
      newPay({ tags: ['=first', '#second', '=third'] }),
      newPay({ tags: [] }),
      newPay({ tags: ['=first'], merchantUUID: 'another' }),
    ];
    const written = await insertPayOrders(db, pays);
    // Again, and together with new ones: what is there already gets no second tag.
    await insertPayOrders(db, [...pays, newPay({ tags: ['=first'], uuid: 'again' })]);
    const one = newPay({ tags: ['=alone'] });
    const [alone] = await insertPayOrders(db, [one], { isAwaited: true });
    await insertPayOrders(db, [one], { isAwaited: true });
    const { rows } = await db.pool.query<Row>(
      'SELECT value, "merchantUUID", "orderId" FROM "OrderTag" ORDER BY "orderId", value',
    );
    const [first, , third] = written.map(({ id }) => String(id));
    const again = String((await rowOf('PayOrder', 'again'))['id']);
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      // Orders are written in the order of their keys.
      `=first another ${third}`,
      ...['#second', '=first', '=third'].map((value) => `${value} merchant ${first}`),
      `=first merchant ${again}`,
      `=alone merchant ${alone?.id}`,
    ]);
  });

  test('of a thousand new payments and their tags', async () => {
    const pays = Array.from({ length: 1_000 }, (_, no) =>
      newPay({ tags: [`=one ${no}`, `=two ${no}`, `=three ${no}`] }),
    );
    const written = await insertPayOrders(db, pays);
    const { rows } = await db.pool.query<Row>(
      `SELECT "orderId", array_agg(value ORDER BY value) AS tags FROM "OrderTag"
       WHERE value ~ '^=(one|two|three) ' GROUP BY 1`,
    );
    const tagsOf = new Map(rows.map((row) => [row['orderId'], row['tags']]));
    expect(written.map(({ id }) => tagsOf.get(String(id)))).toEqual(
      pays.map(({ tags: [one, two, three] }) => [one, three, two]),
    );
  });

  test('of the end of a payment', async () => {
    const pay = newPay();
    await insertPayOrders(db, [pay]);
    await claim('pay', pay);
    const end = newEnd(pay.uuid);
    await settlePayOrders(db, [end]);
    expect(await rowOf('PayOrder', pay.uuid)).toMatchObject({
      status: end.to,
      thirdPayNo: end.thirdNo,
      resultCode: end.resultCode,
    });
    const { event, actor, from, to, httpStatus, durationMs, detail } = end;
    const said = { event, actor, fromStatus: from, toStatus: to, httpStatus, durationMs, detail };
    const [, record] = await recordsOf(pay);
    expect(record).toMatchObject({ ...said, uuid: expect.stringMatching(ID) });
  });

  test('of a new refund, its end, and what both change of the payment', async () => {
    const pay = await payed();
    const refund = newRefund(pay);
    await insertRefundOrders(db, [refund]);
    const { startAt, isCancel, ...columns } = refund;
    expect(await rowOf('RefundOrder', refund.uuid)).toMatchObject({
      ...columns,
      refundStartAt: startAt,
      isCancel: isCancel ? 1 : 0,
      payOrderUUID: pay.uuid,
    });
    await claim('refund', refund);
    const end = newEnd(refund.uuid, { from: 'refunding', to: 'refunded' });
    await settleRefundOrders(db, [end]);
    expect(await rowOf('RefundOrder', refund.uuid)).toMatchObject({
      status: end.to,
      thirdRefundNo: end.thirdNo,
      resultCode: end.resultCode,
    });
    const { event, actor, from, to, httpStatus, durationMs, detail } = end;
    const said = { event, actor, fromStatus: from, toStatus: to, httpStatus, durationMs, detail };
    const records = await recordsOf(refund);
    expect(records.map((record) => record['event'])).toEqual(['accept', event]);
    expect(records[1]).toMatchObject({ ...said, uuid: expect.stringMatching(ID) });
    const [, , ofPay] = await recordsOf(pay);
    expect(ofPay).toMatchObject({ event: 'refundPart', actor, refundOrderUUID: refund.uuid });
    const uuids = [...records, ofPay].map((record) => record?.['uuid']);
    expect(new Set(uuids).size).toBe(3);
  });

  test('of a refund without a connector, whose payment changes at once', async () => {
    const offline = { status: 'payed', businessRet: 'offlinePay', paySecrets: null } as const;
    const pay = newPay({ ...offline, dueAt: null });
    await insertPayOrders(db, [pay]);
    const refund = newRefund(pay);
    await insertRefundOrders(db, [refund]);
    expect(await rowOf('RefundOrder', refund.uuid)).toMatchObject({
      refundStartAt: refund.startAt,
      refundFinishAt: refund.startAt,
      dueAt: null,
    });
    const [ofRefund] = await recordsOf(refund);
    const [, ofPay] = await recordsOf(pay);
    expect([ofRefund?.['event'], ofPay?.['event']]).toEqual(['acceptOffline', 'refundPart']);
    expect(ofRefund?.['uuid']).not.toBe(ofPay?.['uuid']);
  });

  test('of a claim, its renewal, an attempt without an end, and one that waits', async () => {
    const pay = newPay();
    await insertPayOrders(db, [pay]);
    await claim('pay', pay);
    expect(await leaseOf(pay.uuid)).toBeGreaterThan(50_000);
    expect(await leaseOf(pay.uuid)).toBeLessThanOrEqual(60_000);
    const refs = [{ uuid: pay.uuid, epoch: 1 }];
    expect(await renewLeases(db, 'pay', { refs, leaseMs: 120_000 })).toBe(1);
    expect(await leaseOf(pay.uuid)).toBeGreaterThan(110_000);
    const attempt: OpenAttempt = {
      uuid: pay.uuid,
      epoch: 1,
      actor: 'query',
      lastOutcome: 'running',
      delayMs: 600_000,
      clearSent: false,
      thirdNo: 'third number',
      payData: { codeUrl: 'weixin://x' },
      reviewReason: 'reason',
      httpStatus: 202,
      durationMs: 43,
      detail: { is: 'detail' },
    };
    expect(await rescheduleOrders(db, 'pay', [attempt])).toHaveLength(1);
    expect(await rowOf('PayOrder', pay.uuid)).toMatchObject({
      leaseUntil: null,
      lastOutcome: 'running',
      thirdPayNo: 'third number',
      payData: { codeUrl: 'weixin://x' },
      reviewReason: 'reason',
    });
    const [, record] = await recordsOf(pay);
    const { actor, httpStatus, durationMs, detail } = attempt;
    const said = { event: 'running', actor, httpStatus, durationMs, detail };
    expect(record).toMatchObject({ ...said, uuid: expect.stringMatching(ID) });
    await rescheduleWaitingOrders(db, 'pay', [{ uuid: pay.uuid, epoch: 1, waitMs: 1_000 }]);
    const [, , waits] = await recordsOf(pay);
    expect(waits).toMatchObject({ event: 'circuitOpen', uuid: expect.stringMatching(ID) });
    expect(await rowOf('PayOrder', pay.uuid)).toMatchObject({ epoch: 2, attempts: 1 });
  });

  test('of a claim by another worker and for another time than others of the moment', async () => {
    const pays = [newPay(), newPay()];
    await insertPayOrders(db, pays);
    const leases = [60_000, 600_000];
    await Promise.all(
      pays.map(async ({ uuid }, index) => {
        const leaseMs = leases[index] ?? 0;
        return await claimOrders(db, 'pay', {
          refs: [{ uuid, epoch: 0 }],
          leaseMs,
          ownerNo: index,
        });
      }),
    );
    const [short = 0, long = 0] = await Promise.all(
      pays.map(async ({ uuid }) => await leaseOf(uuid)),
    );
    expect(short).toBeLessThanOrEqual(60_000);
    expect(long).toBeGreaterThan(500_000);
    const owners = await Promise.all(
      pays.map(async ({ uuid }) => (await rowOf('PayOrder', uuid))['ownerNo']),
    );
    expect(owners).toEqual([0, 1]);
  });

  test('of an audit record and its seal', async () => {
    const record = {
      actor: 'actor',
      merchantUUID: 'merchant',
      action: 'action',
      target: 'target',
      result: 'result',
      address: 'address',
      requestId: 'request',
      detail: { is: 'detail' },
    };
    await appendAudit(db, [record]);
    const key = createSealKey('any secret of at least thirty-two bytes');
    expect(await sealAudit(db, key, 10)).toBe(1);
    const { rows } = await db.pool.query<Row>('SELECT * FROM "AuditRecord"');
    expect(rows).toEqual([
      expect.objectContaining({
        ...record,
        uuid: expect.stringMatching(ID),
        seq: '1',
        sealKey: key.id,
        seal: expect.stringMatching(/^\S{40,}$/),
      }),
    ]);
  });
});

test('a mode is found for its own merchant, whoever asks in the same moment, alone or with others', async () => {
  const [own, foreign, several, another] = await Promise.all([
    findPayRoutes(db, 'merchant', ['mode']),
    findPayRoutes(db, 'another', ['mode']),
    findPayRoutes(db, 'another', ['mode', 'mode of another']),
    findPayRoutes(db, 'another', ['mode of another']),
  ]);
  expect([...own.keys()]).toEqual(['mode']);
  expect(own.get('mode')).toMatchObject({ payModeName: 'named', payTemplateId: 'template' });
  expect([...foreign.keys()]).toEqual([]);
  expect([...several.keys()]).toEqual(['mode of another']);
  expect([...another.keys()]).toEqual(['mode of another']);
});

test.each([
  ['its mode changed', `UPDATE "PayMode" SET name = name WHERE uuid = 'mode'`],
  ["its mode's template changed", `UPDATE "PayModeTemplate" SET name = name`],
])(
  'a payment by what a mode was is not written once %s, and others beside it are',
  async (_, change) => {
    const routeVersion =
      (await findPayRoutes(db, 'merchant', ['mode'])).get('mode')?.version ?? null;
    expect(await insertPayOrders(db, [newPay({ routeVersion })])).toHaveLength(1);
    await queryRows(db, { name: change, text: change, values: [] });
    const pays = [newPay({ routeVersion }), newPay()];
    const written = await insertPayOrders(db, pays);
    expect(written.map(({ uuid }) => uuid)).toEqual([pays[1]?.uuid]);
    expect(recallPayRoute(db, 'merchant', 'mode')?.version).toBe(routeVersion);
    expect(recallPayRoute(db, 'another', 'mode')).toBeUndefined();
  },
);
