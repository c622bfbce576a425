import { expect, test } from 'vitest';
import { cashier } from '../support/gateway.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';

test('a payment in a mode opened from a template is paid through its connector', async () => {
  const merchantUUID = newMerchant();
  const client = await cashier(sharedGateway(), merchantUUID);
  const mode = await client.post('/payModes', {
    payTemplateId: '017AFC80-95FA-11E8-B0EC-5384BC9767FE',
    isOpened: 1,
  });
  expect(mode.status, JSON.stringify(mode.body)).toBe(201);
  const answer = await client.post('/pay', {
    payModeUUID: mode.body.uuid,
    payer: 'A',
    payee: `http://shops.example/shops/${merchantUUID}`,
    payAmount: 50,
    clientPayNo: 'first',
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(answer.body).toMatchObject({ ret: 'success', businessRet: 'syncOnlinePay' });
  expect(answer.body.data.status).toBe('payed');
});
