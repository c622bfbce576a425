import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { created, openOffice } from '../support/notify-office.ts';
import { sharedGateway } from '../support/shared-gateway.ts';

const gateway = sharedGateway();

const ANSWERS_AFTER_MS = 3_000;

test('a pause and a resume while a message is on its way do not send it twice', async () => {
  const slow = () => ({ delayMs: ANSWERS_AFTER_MS });
  const office = await openOffice(gateway, { timeoutMs: 10_000 }, slow);
  const { shop, mode, path, receiver } = office;
  const paid = created(await shop.pay(mode, 'c1'));
  await eventually(
    async () => receiver.received.length,
    (count) => count > 0,
  );
  for (const status of ['paused', 'on']) created(await shop.client.post(path, { status }));
  const list = `/notifyDeliveries?payOrderUUID=${paid.body.data.uuid}`;
  const [message] = await eventually(
    async () => (await shop.client.get(list)).body.items,
    (items) => items[0]?.status === 'ok',
  );
  expect(message).toMatchObject({ attempts: 1 });
  expect(receiver.received).toHaveLength(1);
  // It is sent to as before.
  created(await shop.pay(mode, 'c2'));
  await eventually(
    async () => receiver.received.length,
    (count) => count > 1,
  );
});
