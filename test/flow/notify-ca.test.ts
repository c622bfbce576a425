import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { created } from '../support/notify-office.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { makeAuthority } from '../support/tls-authority.ts';

const gateway = sharedGateway();

async function startTlsReceiver({ cert, key }: { cert: string; key: string }) {
  let count = 0;
  const server = createServer({ cert, key }, (request, response) => {
    count += 1;
    request.resume().on('end', () => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    count: () => count,
  };
}

test('a receiver of an authority that the endpoint names is sent to, and no other', async () => {
  const [own, other] = [makeAuthority(), makeAuthority()];
  const receiver = await startTlsReceiver(own);
  const shop = await newShop(gateway);
  const firstAttempt = async (ca: string | null) => {
    const wish = { url: receiver.url, ...(ca !== null && { ca }) };
    const { uuid } = created(await shop.client.post('/notifyEndpoints', wish)).body;
    const sent = created(await shop.client.post(`/notifyEndpoints/${uuid}/test`, {})).body;
    const attempts = await eventually(
      async () => (await shop.client.get(`/notifyDeliveries/${sent.uuid}/attempts`)).body.items,
      (items) => items?.length > 0,
    );
    return attempts[0];
  };
  for (const ca of [null, other.ca]) {
    expect(await firstAttempt(ca)).toMatchObject({ phase: 'tls', httpStatus: null });
  }
  expect(receiver.count()).toBe(0);
  expect(await firstAttempt(own.ca)).toMatchObject({ phase: 'ok', httpStatus: 200 });
  expect(receiver.count()).toBe(1);
});
