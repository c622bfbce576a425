import { expect, test } from 'vitest';
import { expectDocumented } from '../support/document-shape.ts';
import { expectRefusal } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import { SAMPLES } from './document-samples.ts';

const gateway = sharedGateway();
const { clientExtraParams } = SAMPLES;

async function payOne(shop: Shop, template: 'cash' | 'onAccount', clientPayNo: string) {
  const { body } = await shop.pay(await shop.open(template), clientPayNo);
  expect(body.data.status).toBe('payed');
  return body.data as { uuid: string; tractionNo: string; payAmount: number };
}

test.each(['/api/v1.0.0', '/api/v1'])(
  "Refund 1: the document's cancellation at %s/refund gives all of it back and answers every field",
  async (base) => {
    const shop = await newShop(gateway);
    const pay = await payOne(shop, 'onAccount', 'p1');
    const request = {
      payTractionNo: pay.tractionNo,
      clientRefundNo: 'T201807120134',
      isCancel: 1,
      clientExtraParams,
    };
    const { status, body } = await shop.client.post(`${base}/refund`, request);
    expect(status).toBe(200);
    expectDocumented(body, SAMPLES.refundAnswer);
    expect(body).toMatchObject({ ret: 'success', businessRet: 'syncOnlineRefund' });
    expect(body.data).toMatchObject({
      ...request,
      refundAmount: pay.payAmount,
      payOrderUUID: pay.uuid,
      status: 'refunded',
    });
    expect(body.data.refundFinishAt).not.toBeNull();
    expect(body.data.tractionNo).toMatch(/^2\d{1,19}$/);
    const self = await shop.client.get(`${base}/refundOrders?clientRefundNo=T201807120134`);
    expect(self.body.items).toEqual([body.data]);
    const order = (await shop.client.get(`${base}/payOrders/${pay.uuid}`)).body;
    expect(order).toMatchObject({ status: 'refunded', refundAmount: pay.payAmount });
    expect(order.lastRefundAt).toBe(body.data.refundFinishAt);
  },
);

test('Refund 1: an offline payment is refunded at once as offlineRefund', async () => {
  const shop = await newShop(gateway);
  const pay = await payOne(shop, 'cash', 'p1');
  const request = { payTractionNo: pay.tractionNo, clientRefundNo: 'T1', refundAmount: 200 };
  const { body } = await shop.client.post('/refund', request);
  expectDocumented(body, SAMPLES.refundAnswer);
  expect(body).toMatchObject({ businessRet: 'offlineRefund', data: { status: 'refunded' } });
  const order = await shop.client.get(`/payOrders/${pay.uuid}`);
  expect(order.body).toMatchObject({ status: 'partRefunded', refundAmount: 200 });
});

test('Refund 1: what cannot be refunded is refused with its code, and the payment stays as it was', async () => {
  const shop = await newShop(gateway);
  const pay = await payOne(shop, 'cash', 'p1');
  const post = async (change: object) => {
    const request = { payTractionNo: pay.tractionNo, clientRefundNo: 'T1' };
    return await shop.client.post('/refund', { ...request, ...change });
  };
  expectRefusal(await post({ payTractionNo: '19999' }), 9003, 'payTractionNo:');
  expectRefusal(await post({ refundAmount: pay.payAmount + 1 }), 9006, 'refundAmount');
  expectRefusal(await post({ isCancel: 1, refundAmount: 1 }), 9006);
  const unpaid = await shop.pay(await shop.open('onAccount'), 'p2', { sandbox: 'fail' });
  expectRefusal(await post({ payTractionNo: unpaid.body.data.tractionNo }), 9007);
  const order = await shop.client.get(`/payOrders/${pay.uuid}`);
  expect(order.body).toMatchObject({ status: 'payed', refundAmount: 0 });
  expect((await shop.client.get('/refundOrders')).body.items).toEqual([]);
});

test.each(['/api/v1.0.0', '/api/v1'])(
  'Pay 4 and Refund 3: a batch at %s answers number, HTTP status and body of each, as the single calls would',
  async (base) => {
    const shop = await newShop(gateway);
    const payModeUUID = await shop.open('onAccount');
    const numbers = ['201810160001', '201810160002'];
    const batchPayData = numbers.map((clientPayNo) => ({
      ...payBody(shop.merchantUUID, { payModeUUID, clientPayNo, amount: 1 }),
      clientExtraParams: {},
      payParams: SAMPLES.payParams.onAccount,
    }));
    const paid = await shop.client.post(`${base}/batchPay`, { batchPayData });
    expect([paid.status, Object.keys(paid.body)]).toEqual([200, ['batchPayResult']]);
    expectDocumented(paid.body, SAMPLES.batchPayAnswer);
    const results = paid.body.batchPayResult;
    expect(results).toMatchObject(
      batchPayData.map((request) => ({
        clientPayNo: request.clientPayNo,
        statusCode: 200,
        body: {
          ret: 'success',
          businessRet: 'syncOnlinePay',
          data: { ...request, status: 'payed' },
        },
      })),
    );
    for (const [at, request] of batchPayData.entries()) {
      const single = await shop.client.post(`${base}/pay`, request);
      expect({ statusCode: single.status, body: single.body }).toEqual({
        statusCode: 200,
        body: results[at].body,
      });
    }

    const batchRefundData = results.map((result: { body: { data: { tractionNo: string } } }) => ({
      clientRefundNo: `T${result.body.data.tractionNo}`,
      payTractionNo: result.body.data.tractionNo,
    }));
    const refunded = await shop.client.post(`${base}/batchRefund`, { batchRefundData });
    expect([refunded.status, Object.keys(refunded.body)]).toEqual([200, ['batchRefundResult']]);
    expectDocumented(refunded.body, SAMPLES.batchRefundAnswer);
    expect(refunded.body.batchRefundResult).toMatchObject(
      batchRefundData.map((request: { clientRefundNo: string }) => ({
        clientRefundNo: request.clientRefundNo,
        statusCode: 200,
        body: {
          ret: 'success',
          businessRet: 'syncOnlineRefund',
          data: { ...request, refundAmount: 1, status: 'refunded' },
        },
      })),
    );
  },
);
