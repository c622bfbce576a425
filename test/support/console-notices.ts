import type { ConsoleTill } from './console-till.ts';
import { eventually } from './eventually.ts';
import { startReceiver } from './notify-receiver.ts';

/** What a shop has heard of its payments. */
export interface ShopNotices {
  /** takes most of its messages */
  readonly endpoint: string;
  /** takes none, and wants none any more: it is switched off */
  readonly off: string;
  /** Waits until messages were sent, and has them sent again; the uuid of one that was refused at first. */
  settle(): Promise<string>;
  stop(): Promise<void>;
}

const REFUSAL = { status: 503, body: '维护中 <b>maintenance</b>' };

/** Opens the endpoints of a shop; the payments that follow are sent there. */
export async function openNotices(till: ConsoleTill): Promise<ShopNotices> {
  const receiver = await startReceiver((before) => (before === 1 ? REFUSAL : { body: 'SUCCESS' }));
  const gone = await startReceiver(() => ({ status: 410 }));
  const open = async (settings: object) => {
    const { body } = await till.client.post('/notifyEndpoints', settings);
    return String(body.uuid);
  };
  const endpoint = await open({ url: receiver.url, name: '收银后台（总部）', format: 'cn' });
  const types = ['payment.succeeded', 'refund.failed'];
  const off = await open({ url: gone.url, types, signing: 'both' });
  return {
    endpoint,
    off,
    settle: async () => await settle(till, endpoint),
    stop: async () => {
      await receiver.stop();
      await gone.stop();
    },
  };
}

async function settle({ client }: ConsoleTill, endpoint: string): Promise<string> {
  const path = `/notifyDeliveries?notifyEndpointUUID=${endpoint}&limit=200`;
  const { uuid } = await eventually(
    async () => {
      const { items } = (await client.get(path)).body;
      return items.find(({ attempts }: { attempts: number }) => attempts > 1) ?? {};
    },
    (delivery) => delivery.uuid !== undefined,
    30_000,
  );
  const wish = { from: '2026-01-01 00:00:00', only: 'all', types: ['payment.succeeded'] };
  await client.post(`/notifyEndpoints/${endpoint}/replays`, wish);
  return uuid;
}
