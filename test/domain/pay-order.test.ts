import { createTractionNoSource } from '@payserver/shared/domain/ids';
import {
  OFFLINE_KEY,
  type PayRequest,
  type PayRoute,
  planPayOrder,
} from '@payserver/shared/domain/pay-order';
import { nextStatus, PAY_EDGES } from '@payserver/shared/domain/statuses';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const HOUR_MS = 3_600_000;
const NO_TEXT = { nil: null };

const request: fc.Arbitrary<PayRequest> = fc.record({
  payModeUUID: fc.string(),
  payer: fc.string(),
  payee: fc.webUrl(),
  payAmount: fc.integer({ min: 1, max: 100_000_000 }),
  clientPayNo: fc.string(),
  payParams: fc.dictionary(fc.string(), fc.jsonValue()),
  clientExtraParams: fc.dictionary(fc.string(), fc.jsonValue()),
});
const route: fc.Arbitrary<PayRoute> = fc.record({
  payModeUUID: fc.string(),
  payModeName: fc.string(),
  payTemplateId: fc.option(fc.string(), NO_TEXT),
  payChannel: fc.option(fc.string(), NO_TEXT),
  payWay: fc.option(fc.string(), NO_TEXT),
  isOnline: fc.boolean(),
  isAsyncNotify: fc.boolean(),
  orderValidTime: fc.integer({ min: 1, max: 720 }),
  orderValidSeconds: fc.constant(0),
  connectorKey: fc.string(),
  secretParams: fc.array(fc.string()),
  searchKeys: fc.array(fc.string(), { maxLength: 3 }),
  connectorParams: fc.dictionary(fc.string(), fc.string()),
});
const nowMs = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2033, 0) });

function plan(asked: PayRequest, way: PayRoute, now: number) {
  const tractionNo = createTractionNoSource(1, () => now);
  return planPayOrder(asked, way, {
    merchantUUID: 'shop',
    requestHash: 'hash',
    routeVersion: null,
    nowMs: now,
    tractionNo,
    barcodeCode: (barcode) => `code of ${barcode}`,
  });
}

function holds(check: (asked: PayRequest, way: PayRoute, now: number) => void) {
  fc.assert(fc.property(request, route, nowMs, check));
}

describe('the first row of a payment', () => {
  test('has its status by a legal edge: offline money is payed, every other paying', () => {
    holds((asked, way, now) => {
      const event = way.isOnline ? 'accept' : 'acceptOffline';
      expect(plan(asked, way, now).status).toBe(nextStatus(PAY_EDGES, null, event));
    });
  });

  test('has a dueAt exactly when it is not final, within seconds and before it expires', () => {
    holds((asked, way, now) => {
      const { dueAt, status, orderExpiredAt } = plan(asked, way, now);
      expect(dueAt !== null).toBe(status === 'paying');
      if (dueAt === null) return;
      expect(dueAt.getTime()).toBeGreaterThan(now);
      expect(dueAt.getTime()).toBeLessThanOrEqual(now + 5_000);
      expect(dueAt.getTime()).toBeLessThan(orderExpiredAt.getTime());
    });
  });

  test('is finished at its start when it is payed, and not finished otherwise', () => {
    holds((asked, way, now) => {
      const { payFinishAt, status, startAt } = plan(asked, way, now);
      expect(startAt.getTime()).toBe(now);
      expect(payFinishAt).toEqual(status === 'payed' ? startAt : null);
    });
  });

  test('expires orderValidTime hours after its start', () => {
    holds((asked, way, now) => {
      const expires = plan(asked, way, now).orderExpiredAt.getTime();
      expect(expires).toBe(now + way.orderValidTime * HOUR_MS);
    });
  });

  test('expires as many seconds after it as the mode says in their place, or as the request says', () => {
    holds((asked, way, now) => {
      const expiresOf = (validSeconds: number | undefined) =>
        plan(
          { ...asked, ...(validSeconds !== undefined && { validSeconds }) },
          { ...way, orderValidSeconds: 60 },
          now,
        ).orderExpiredAt.getTime();
      expect(expiresOf(undefined)).toBe(now + 60_000);
      expect(expiresOf(15)).toBe(now + 15_000);
    });
  });

  test('says how it is paid in the words of the API document', () => {
    const words = { offline: 'offlinePay', sync: 'syncOnlinePay', async: 'asyncOnlinePay' };
    holds((asked, way, now) => {
      const online = way.isAsyncNotify ? words.async : words.sync;
      expect(plan(asked, way, now).businessRet).toBe(way.isOnline ? online : words.offline);
    });
  });

  test('holds what was asked for, unchanged, under the merchant and hash of the context', () => {
    holds((asked, way, now) => {
      const row = plan(asked, way, now);
      const { payParams, ...rest } = asked;
      expect(row).toMatchObject(rest);
      expect(row).toMatchObject({ merchantUUID: 'shop', requestHash: 'hash' });
      expect(Object.keys(row.payParams)).toEqual(Object.keys(payParams));
    });
  });

  test('keeps secrets apart, whole and only for a connector', () => {
    holds((asked, way, now) => {
      const payParams = { ...asked.payParams, payBarCode: '134853566181206476' };
      const row = plan({ ...asked, payParams }, way, now);
      expect(row.payParams['payBarCode']).toBe('***6476');
      expect(row.paySecrets).toEqual(way.isOnline ? payParams : null);
    });
  });

  test('without secrets payParams stay the object they were, and nothing is stored apart', () => {
    holds((asked, way, now) => {
      fc.pre(!JSON.stringify(asked).includes('payBarCode'));
      const row = plan(asked, { ...way, secretParams: [] }, now);
      expect(row.payParams).toBe(asked.payParams);
      expect(row.paySecrets).toBe(null);
    });
  });

  test('takes the way to pay from the mode, and no queue when it never leaves the gateway', () => {
    holds((asked, way, now) => {
      const { payModeName, payTemplateId, payChannel, payWay } = way;
      const connectorKey = way.isOnline ? way.connectorKey : OFFLINE_KEY;
      const row = plan(asked, way, now);
      expect(row).toMatchObject({ payModeName, payTemplateId, payChannel, payWay, connectorKey });
    });
  });

  test('has a payment number and an id that no other row has', () => {
    const tractionNo = createTractionNoSource(1, () => Date.UTC(2026, 0));
    const context = {
      merchantUUID: 'shop',
      requestHash: 'hash',
      routeVersion: null,
      nowMs: 0,
      tractionNo,
      barcodeCode: (barcode: string) => barcode,
    };
    const [asked, way] = [fc.sample(request, 1)[0], fc.sample(route, 1)[0]];
    if (asked === undefined || way === undefined) throw new Error('no sample');
    const rows = Array.from({ length: 100 }, () => planPayOrder(asked, way, context));
    expect(new Set(rows.map((row) => row.uuid)).size).toBe(100);
    expect(new Set(rows.map((row) => row.tractionNo)).size).toBe(100);
    expect(rows.every((row) => row.tractionNo.startsWith('1'))).toBe(true);
  });
});
