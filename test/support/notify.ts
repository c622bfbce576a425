import { type Database, openDatabase } from '@payserver/shared/store/database';
import { fanOut } from '@payserver/shared/store/notify/fanout';
import { eventually } from './eventually.ts';
import type { GatewayAddress } from './gateway.ts';
import type { Shop } from './shop.ts';
import type { Item } from './walk-list.ts';

/** Where nobody is. */
export const HOOK = 'https://shop.example/hooks/payments';

/** Makes an endpoint whose messages wait; answers it with its secret. */
export async function openPaused(shop: Shop, settings: object = {}): Promise<Item> {
  const { status, body } = await shop.client.post('/notifyEndpoints', { url: HOOK, ...settings });
  if (status !== 201) throw new Error(`endpoint not opened: ${JSON.stringify(body)}`);
  const paused = { status: 'paused' } as const;
  const { status: changed } = await shop.client.post(`/notifyEndpoints/${body.uuid}`, paused);
  if (changed !== 200) throw new Error('endpoint not paused');
  return body;
}

/** The database of this gateway, for statements of the store. */
export function storeOf({ databaseUrl }: GatewayAddress): Database {
  return openDatabase({ url: databaseUrl, max: 2, name: 'test', onError: () => undefined });
}

/**
 * Waits until all that was committed by now is fanned out, by this call or the worker beside it. A transaction of any
 * database of the server that still writes holds it up.
 */
export async function fanOutNow(db: Database): Promise<void> {
  const first = await eventually(
    async () => await fanOut(db, { id: '0', horizon: null }),
    (done) => done !== null,
  );
  const drawn = { id: first?.lastId ?? '0', horizon: first?.horizon ?? null };
  await eventually(
    async () => await fanOut(db, drawn),
    (done) => done?.isSeen === true,
  );
}
