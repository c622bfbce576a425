import { randomBytes } from 'node:crypto';
import type { LoneApi } from '../support/api-process.ts';
import { operator } from '../support/gateway.ts';
import type { HttpPool } from '../support/http-pool.ts';
import { noticeUrl } from '../support/notice-url.ts';
import { newMerchant } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { type NoticeTarget, type Scene, trueNotice } from './notice-target.ts';

const ASYNC = { prefer: 'respond-async' };
/** Nobody ever calls it: there is no worker. */
const URLS = { payUrl: 'http://127.0.0.1:9/pay', refundUrl: 'http://127.0.0.1:9/refund' };
const AMOUNT = 500;
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/** Orders in every state that a notice could change, and what is needed to lie about them. */
export interface NoticeScene extends Scene {
  readonly targets: readonly NoticeTarget[];
}

/**
 * Makes them at an API without a worker, so that nobody but a notice ever changes them: payments that are open,
 * payed and failed, and refunds of each, with a template that signs its notices and with one that does not.
 */
export async function setNoticeScene(api: LoneApi, pool: HttpPool): Promise<NoticeScene> {
  const address = { ...api, sandboxUrl: '', redisUrl: api.redis?.url ?? '' };
  const [shop, foreign] = [await newShop(address), await newShop(address)];
  const pathOf: Scene['pathOf'] = (kind, tractionNo) =>
    new URL(noticeUrl(api.url, kind, tractionNo)).pathname;
  const otherSecret = newSecret();
  const registered = await registerTemplates(address, [newSecret(), null, otherSecret]);
  const cast = { pool, pathOf };
  const targets: NoticeTarget[] = [];
  for (const { payTemplateId, secret } of registered.slice(0, 2)) {
    const mode = await openMode(shop, payTemplateId);
    targets.push(...(await makeOrders({ ...cast, shop, mode, secret })));
  }
  const [first] = registered;
  const mode = await openMode(foreign, String(first?.payTemplateId));
  const strangers = { ...cast, shop: foreign, mode, secret: first?.secret ?? null };
  const stranger = await makePay(strangers, 'open');
  const sibling: Scene['sibling'] = (target) =>
    targets.find(
      (one) =>
        one.kind === target.kind &&
        one.secret === target.secret &&
        one.tractionNo !== target.tractionNo,
    ) ?? stranger;
  return { targets, stranger, sibling, otherSecret, pathOf };
}

async function registerTemplates(
  address: Parameters<typeof operator>[0],
  secrets: readonly (string | null)[],
) {
  const admin = await operator(address);
  return await Promise.all(
    secrets.map(async (secret) => {
      const payTemplateId = newMerchant();
      const body = { payTemplateId, name: 'noticed', isOnline: 1, isAsyncNotify: 1, ...URLS };
      const signs = secret === null ? {} : { notifySecret: secret };
      const { status } = await admin.post('/registerPayModeTemplate', { ...body, ...signs });
      if (status !== 200) throw new Error(`not registered: ${status}`);
      return { payTemplateId, secret };
    }),
  );
}

async function openMode(shop: Shop, payTemplateId: string): Promise<string> {
  const { body } = await shop.client.post('/payModes', { payTemplateId, isOpened: 1 });
  return body.uuid as string;
}

interface Cast {
  readonly pool: HttpPool;
  readonly pathOf: Scene['pathOf'];
  readonly shop: Shop;
  readonly mode: string;
  readonly secret: string | null;
}

async function makeOrders(cast: Cast): Promise<NoticeTarget[]> {
  const payed = await makePay(cast, 'payed');
  return [
    await makePay(cast, 'open'),
    payed,
    await makePay(cast, 'failed'),
    await makeRefund(cast, { payed, state: 'open' }),
    await makeRefund(cast, { payed, state: 'payed' }),
    await makeRefund(cast, { payed, state: 'failed' }),
  ];
}

type State = 'open' | 'payed' | 'failed';

async function makePay(cast: Cast, state: State): Promise<NoticeTarget> {
  const { body } = await cast.shop.pay(cast.mode, newMerchant(), { headers: ASYNC });
  const order = { kind: 'pay', tractionNo: String(body.data.tractionNo), amount: AMOUNT } as const;
  return await bringTo(cast, order, state);
}

async function makeRefund(
  cast: Cast,
  { payed, state }: { payed: NoticeTarget; state: State },
): Promise<NoticeTarget> {
  const amount = AMOUNT / 5;
  const request = { payTractionNo: payed.tractionNo, clientRefundNo: newMerchant() };
  const { body } = await cast.shop.client.post(
    '/refund',
    { ...request, refundAmount: amount },
    ASYNC,
  );
  const { tractionNo } = body.data as { tractionNo: string };
  return await bringTo(cast, { kind: 'refund', tractionNo, amount }, state);
}

/** The order with the state that a true notice gave it. */
async function bringTo(
  { pool, pathOf, secret }: Cast,
  order: Pick<NoticeTarget, 'kind' | 'tractionNo' | 'amount'>,
  state: State,
): Promise<NoticeTarget> {
  const name = `${state} ${order.kind}, ${secret === null ? 'not signed' : 'signed'}`;
  const path = pathOf(order.kind, order.tractionNo);
  const target = { ...order, name, path, secret, settledBy: null, isFinal: state !== 'open' };
  if (state === 'open') return { ...target, wanted: 'success' };
  const ret = state === 'payed' ? 'success' : 'failed';
  const settledBy = trueNotice({ ...target, wanted: ret });
  const { status, text } = await pool.send(settledBy);
  if (status !== 200) throw new Error(`${name}: ${status} ${text}`);
  return { ...target, settledBy, wanted: ret === 'success' ? 'failed' : 'success' };
}
