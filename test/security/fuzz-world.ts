import { type BusyShop, newBusyShop } from '../support/busy-shop.ts';
import { createClient } from '../support/client.ts';
import { logIn } from '../support/console.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { noticeUrl } from '../support/notice-url.ts';
import { newMerchant } from '../support/shared-gateway.ts';
import { payBody } from '../support/shop.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';
import { type Item, readAll } from '../support/walk-list.ts';
import { type Pools, poolOf } from './fuzz-pools.ts';
import type { CallerName } from './fuzz-request.ts';

/** Who calls, with what, and who must never be seen. */
export interface FuzzWorld {
  readonly tokens: Readonly<Record<CallerName, readonly string[]>>;
  readonly pools: Pools;
  /** the merchant whose rows must stay as they are */
  readonly ownerUUID: string;
  /** finds what only this merchant may see and no answer has named */
  readonly hidden: RegExp;
  /** finds ids of the same merchant that requests may name */
  readonly foreign: RegExp;
}

const ASYNC = { prefer: 'respond-async' };

/** Makes two merchants with the same of everything, and everything that was made of one of them a secret. */
export async function setFuzzWorld(gateway: GatewayAddress): Promise<FuzzWorld> {
  const [own, owner] = await Promise.all([newBusyShop(gateway), newBusyShop(gateway)]);
  const foreign = poolOf(owner);
  const forged = `${(await merchantToken(owner.merchantUUID)).slice(0, -6)}AAAAAA`;
  return {
    tokens: {
      cashier: [await merchantToken(own.merchantUUID)],
      operator: [await adminToken()],
      stranger: [forged, 'x.y.z', ''],
    },
    pools: { own: { ...poolOf(own), ...(await moreIds(gateway, own)) }, foreign },
    ownerUUID: owner.merchantUUID,
    hidden: anyOf(await hide(owner)),
    foreign: anyOf(
      Object.values(foreign)
        .flat()
        .filter(({ length }) => length >= MIN_ID),
    ),
  };
}

/** Orders, modes and texts that no request names. */
async function hide(owner: BusyShop): Promise<string[]> {
  const secret = (what: string) => `hidden-${what}-${newMerchant()}`;
  const words = {
    name: secret('name'),
    payer: secret('payer'),
    note: secret('note'),
    no: secret('no'),
  };
  const mode = await owner.client.post('/payModes', {
    name: words.name,
    isOpened: 1,
    description: words.note,
  });
  const body = payBody(owner.merchantUUID, { payModeUUID: mode.body.uuid, clientPayNo: words.no });
  const more = {
    payer: words.payer,
    payParams: { note: words.note },
    clientExtraParams: { note: words.note },
  };
  const paid = await owner.client.post('/pay', { ...body, ...more });
  const refund = {
    payTractionNo: paid.body.data.tractionNo,
    clientRefundNo: `${words.no}-r`,
    refundAmount: 1,
  };
  await owner.client.post('/refund', refund);
  const orders = await readAll(owner.client, `/payOrders?payModeUUID=${mode.body.uuid}`);
  const refunds = await readAll(owner.client, `/refundOrders?payModeUUID=${mode.body.uuid}`);
  const records = await readAll(owner.client, `/tradeRecords?payModeUUID=${mode.body.uuid}`);
  const ids = [...orders, ...refunds, ...records].flatMap(({ uuid, tractionNo }) => [
    uuid,
    tractionNo,
  ]);
  return [...Object.values(words), mode.body.uuid, ...ids] as string[];
}

/** A session of the cashier's own; only itself and administrators find it. */
async function ownSessions(gateway: GatewayAddress, merchantUUID: string): Promise<string[]> {
  const browser = await logIn(gateway.url, await merchantToken(merchantUUID));
  return [(await browser.get('/api/v1.0.0/whoami')).body.session.uuid];
}

/** Views to delete: each once. */
async function ownViews({ client }: BusyShop): Promise<string[]> {
  const saved = await Promise.all(
    Array.from({ length: 40 }, async (_, at) =>
      client.post('/views', { name: `view ${at}`, path: '/payments' }),
    ),
  );
  return saved.map(({ body }) => body.uuid);
}

/** Endpoints that may be deleted: that of the messages and replays stays. */
async function ownEndpoints({ client }: BusyShop): Promise<string[]> {
  const wish = { url: 'https://shop.example/hook', types: ['endpoint.failing'] };
  const made = await Promise.all(
    Array.from({ length: 40 }, async () => await client.post('/notifyEndpoints', wish)),
  );
  return made.map(({ body }) => body.uuid);
}

/** Open payments and refunds, with the paths of their notice URLs. */
interface Open {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly noticePath: string;
}

/** What else the cashier's requests name: orders to refund, open orders, exceptions, URLs, a page's place. */
async function moreIds(gateway: GatewayAddress, own: BusyShop) {
  const admin = createClient(gateway.url, await adminToken());
  const idsOf = async (list: string, field = 'uuid') =>
    (await admin.get(`/${list}?limit=20`)).body.items.map((item: Item) => String(item[field]));
  const open = await openOrders(gateway, own);
  // Evidence against an end, for operators to resolve, or to send back.
  for (const { noticePath, tractionNo } of open.pays.slice(-12)) {
    for (const ret of ['failed', 'success']) await admin.post(noticePath, { tractionNo, ret });
  }
  const selected = { kind: 'pay', merchantUUID: own.merchantUUID };
  const selection = (await admin.post('/selections', selected)).body;
  const { next } = (await own.client.get('/payOrders?limit=2')).body;
  const sandbox = `${gateway.sandboxUrl}/sandbox/wechat`;
  const { payOrders, refundOrders } = poolOf(own);
  const pays = halves(open.pays);
  const refunds = halves(open.refunds);
  return {
    exceptions: await idsOf('exceptions'),
    auditRecords: await idsOf('auditRecords'),
    selections: [selection.uuid],
    notifyEndpoints: await ownEndpoints(own),
    notifyEndpointUUID: idsIn(own, 'notifyEndpoints'),
    notifyDeliveries: idsIn(own, 'notifyDeliveries'),
    notifyReplays: idsIn(own, 'notifyReplays'),
    views: await ownViews(own),
    sessions: await ownSessions(gateway, own.merchantUUID),
    payModeTemplates: await idsOf('payModeTemplates'),
    payTemplateId: await idsOf('payModeTemplates', 'payTemplateId'),
    payOrders: [...(payOrders ?? []), ...pays.byHand],
    refundOrders: [...(refundOrders ?? []), ...refunds.byHand],
    payTractionNo: open.payed,
    payInfo: pays.byNotice,
    refundInfo: refunds.byNotice,
    cursor: [new URL(next).searchParams.get('cursor') ?? ''],
    urls: [`${sandbox}/pay`, `${sandbox}/refund`, `${sandbox}/query`],
  };
}

const idsIn = ({ rows }: BusyShop, list: keyof BusyShop['rows']) =>
  rows[list].map(({ uuid }) => String(uuid));

/** Open orders that only operators settle, and such that only notices do: with one for both, whoever comes first leaves none. */
function halves(orders: readonly Open[]) {
  const half = orders.length / 2;
  return {
    byHand: orders.slice(0, half).map(({ uuid }) => uuid),
    byNotice: orders.slice(half).map(({ noticePath }) => numberAndToken(noticePath)),
  };
}

const numberAndToken = (path: string) => path.split('/').slice(-2).join('/');

async function openOrders(gateway: GatewayAddress, own: BusyShop) {
  const [cash, asleep] = [
    await own.openOwn({ isOnline: 0 }),
    await own.openOwn({ isAsyncNotify: 1, lateSuccessPolicy: 'review' }),
  ];
  const asked = Array.from({ length: 40 }, (_, at) => at);
  const describeOpen = (kind: 'pay' | 'refund', { uuid, tractionNo }: Item): Open => {
    const noticePath = new URL(noticeUrl(gateway.url, kind, String(tractionNo))).pathname;
    return { uuid: String(uuid), tractionNo: String(tractionNo), noticePath };
  };
  const pays = await Promise.all(
    asked.map(async (at) => {
      const how = { sandbox: 'runForever', headers: ASYNC };
      return describeOpen('pay', (await own.pay(asleep, `open-${at}`, how)).body.data);
    }),
  );
  const payed = await Promise.all(
    asked.map(async (at) => {
      const mode = at % 2 === 0 ? cash : asleep;
      const how = { sandbox: 'succeed', headers: { prefer: 'wait=60' } };
      return String((await own.pay(mode, `payed-${at}`, how)).body.data.tractionNo);
    }),
  );
  const refunds = await Promise.all(
    asked
      .filter((at) => at % 2 === 1)
      .map(async (at) => {
        const refund = {
          payTractionNo: payed[at],
          clientRefundNo: `open-${at}`,
          refundAmount: 100,
        };
        const clientExtraParams = { sandbox: 'runForever' };
        const { body } = await own.client.post('/refund', { ...refund, clientExtraParams }, ASYNC);
        return describeOpen('refund', body.data);
      }),
  );
  return { pays, payed, refunds };
}

/** Long enough to be nobody else's by chance. */
const MIN_ID = 12;

const anyOf = (words: readonly string[]) =>
  new RegExp([...new Set(words)].map((word) => word.replace(/[^\w-]/g, '\\$&')).join('|'), 'g');
