import { onTestFinished } from 'vitest';
import type { Answer } from './client.ts';
import { eventually } from './eventually.ts';
import type { GatewayAddress } from './gateway.ts';
import {
  type Received,
  type Receiver,
  type ReceiverAnswer,
  startReceiver,
} from './notify-receiver.ts';
import { newShop, type Shop } from './shop.ts';

/** An endpoint as the API has answered with it, and what came there. */
export interface Office {
  readonly gateway: GatewayAddress;
  readonly shop: Shop;
  readonly mode: string;
  readonly path: string;
  readonly secret: string;
  readonly publicKey: string;
  readonly receiver: Receiver;
}

/** Opens an endpoint by the API, at a receiver of its own. */
export async function openOffice(
  gateway: GatewayAddress,
  settings: object,
  answer?: (before: number) => ReceiverAnswer,
): Promise<Office> {
  const shop = await newShop(gateway);
  const receiver = await startReceiver(answer);
  onTestFinished(async () => await receiver.stop());
  const endpoint = { url: receiver.url, ...settings };
  const { body } = created(await shop.client.post('/notifyEndpoints', endpoint));
  const { uuid, secret, publicKey } = body;
  const mode = await shop.open('wechat');
  return { gateway, shop, mode, path: `/notifyEndpoints/${uuid}`, secret, publicKey, receiver };
}

/** The answer; fails where it is a refusal. */
export function created(answer: Answer): Answer {
  if (answer.status > 201) throw new Error(JSON.stringify(answer.body));
  return answer;
}

const typeOf = ({ body }: Received): string => JSON.parse(body).type;

/** Waits until a message of each of these types has come. */
export async function heard(
  { receiver }: Office,
  types: readonly string[],
): Promise<readonly Received[]> {
  return await eventually(
    async () => receiver.received,
    (all) => types.every((type) => all.some((message) => typeOf(message) === type)),
    60_000,
  );
}

/** The message of the next payment. */
export async function nextMessage(office: Office, clientPayNo: string): Promise<Received> {
  const before = office.receiver.received.length;
  created(await office.shop.pay(office.mode, clientPayNo));
  await eventually(
    async () => office.receiver.received.length,
    (length) => length > before,
  );
  return office.receiver.received[before] as Received;
}

/** Every type of event that needs no waiting for a schedule. */
export const CHEAP_TYPES = [
  'payment.succeeded',
  'payment.failed',
  'payment.closed',
  'payment.refunded',
  'refund.succeeded',
  'refund.failed',
  'exception.opened',
  'exception.resolved',
  'endpoint.disabled',
  'endpoint.test',
];

/** Lets all of them happen. */
export async function provokeAll({ gateway, shop, mode, path }: Office): Promise<void> {
  const { client } = shop;
  const paid = created(await shop.pay(mode, 'paid')).body.data.tractionNo as string;
  const refund = async (clientRefundNo: string, sandbox: string) =>
    created(
      await client.post('/refund', {
        ...{ payTractionNo: paid, clientRefundNo, refundAmount: 200 },
        clientExtraParams: { sandbox },
      }),
    );
  await refund('r1', 'succeed');
  await refund('r2', 'fail');
  created(await shop.pay(mode, 'declined', { sandbox: 'fail' }));
  const urls = ['query', 'cancel'].map((name) => [
    `${name}Url`,
    `${gateway.sandboxUrl}/sandbox/wechat/${name}`,
  ]);
  const asked = await shop.openOwn(Object.fromEntries(urls));
  const headers = { prefer: 'wait=0' };
  created(await shop.pay(asked, 'called-off', { sandbox: 'runForever', headers }));
  created(await client.post('/closePay', { clientPayNo: 'called-off' }));
  const late = await shop.openOwn({ isAsyncNotify: 1, lateSuccessPolicy: 'reverse' });
  created(await shop.pay(late, 'late', { sandbox: 'failThenSuccessNotice:200' }));
  created(await client.post(`${path}/test`, {}));
  const gone = await startReceiver(() => ({ status: 410 }));
  onTestFinished(async () => await gone.stop());
  const other = created(await client.post('/notifyEndpoints', { url: gone.url })).body.uuid;
  created(await client.post(`/notifyEndpoints/${other}/test`, {}));
}

/** Has the first message that was taken sent again, and waits for it. */
export async function replayFirst({ shop, receiver }: Office): Promise<void> {
  const ok = await eventually(
    async () => (await shop.client.get('/notifyDeliveries?status=ok')).body.items,
    (items) => items.length > 0,
  );
  created(await shop.client.post(`/notifyDeliveries/${ok[0].uuid}/replay`, {}));
  await eventually(
    async () => receiver.received,
    (all) => all.some(({ headers }) => headers['payserver-replay'] === '1'),
  );
}
