import type { PayRequest } from '@payserver/shared/domain/pay-order';
import type { TestConnector } from '../support/connector.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { bytesOf, signToken } from '../support/sign-token.ts';
import { startQuotingConnector } from './canary-connector.ts';
import { monitorRedis } from './canary-places.ts';
import { type CanaryTill, openCanaryTill } from './canary-till.ts';
import { openPlants, type Plants, type SearchedText } from './planted.ts';

/** A gateway whose own keys are canaries, with a template that signs and has secret parameters. */
export interface CanaryScene {
  readonly gateway: Gateway;
  readonly connector: TestConnector;
  readonly plants: Plants;
  readonly till: CanaryTill;
  readonly merchantUUID: string;
  readonly token: string;
  readonly admin: string;
  readonly notifySecret: string;
  readonly payTemplateId: string;
  readonly mode: string;
  readonly cash: string;
  /** A token with these claims, remembered as a canary. */
  sign(what: string, claims: object, secret?: string): Promise<string>;
  /** A payment that the connector treats as `act` says, with a barcode, a card number and a PIN of its own. */
  newPay(act: string, more?: object): PayRequest;
  /** Waits until the payment with this number has this status. */
  settled(clientPayNo: string, status: string): Promise<void>;
  /** What was said to Redis so far; nothing on the other engine. */
  said(): SearchedText[];
  stop(): Promise<void>;
}

/** The merchant's own words about an order are stored and shown with it, and nowhere else. */
export const STORED_WITH_ORDERS = [
  ...['table public.PayOrder', 'table public.RefundOrder', 'answer'],
  // A payment is found by it.
  'table public.OrderTag',
];

/** The connector gets them again with every call. */
const STORED_FOR_CONNECTORS = ['table public.PayMode', 'table public.PayOrder'];

/** Starts it, with everything logged that can be. */
export async function setCanaryScene(): Promise<CanaryScene> {
  const plants = openPlants();
  const jwtSecret = plants.word('JWT_SECRET');
  const gateway = await startGateway(testServers(), {
    JWT_SECRET: jwtSecret,
    NOTIFY_TOKEN_SECRET: plants.word('NOTIFY_TOKEN_SECRET'),
    LOG_LEVEL: 'trace',
  });
  const connector = await startQuotingConnector();
  const monitor = gateway.redis === null ? null : await monitorRedis(gateway.redis.port);
  const till = openCanaryTill(gateway.url);
  const merchantUUID = newMerchant();
  const sign: CanaryScene['sign'] = async (what, claims, secret = jwtSecret) => {
    const token = await signToken(
      { merchantUUID, ...claims },
      { key: bytesOf(secret), alg: 'HS256' },
    );
    plants.plant(`signature of ${what}`, String(token.split('.')[2]));
    return token;
  };
  const token = await sign('a valid token', {});
  const admin = await sign("an operator's token", { scope: 'payserver:admin' });
  const notifySecret = plants.word('notifySecret of a template');
  const opened = await openModes({ till, connector, plants, token, admin, notifySecret });
  const newPay: CanaryScene['newPay'] = (act, more = {}) => ({
    payModeUUID: opened.mode,
    payer: 'A',
    payee: `http://shops.example/shops/${merchantUUID}`,
    payAmount: 500,
    clientPayNo: `${act}-${newMerchant()}`,
    payParams: {
      payBarCode: plants.barcode(`payBarCode of ${act}`),
      card: { cardNo: plants.card(`cardNo of ${act}`) },
      pins: [{ pin: plants.word(`pin of ${act}`) }],
    },
    clientExtraParams: { note: plants.word(`clientExtraParams of ${act}`, STORED_WITH_ORDERS) },
    ...more,
  });
  const settled: CanaryScene['settled'] = async (clientPayNo, status) => {
    await eventually(
      async () => {
        const path = `/payOrders?clientPayNo=${clientPayNo}`;
        return await till.say({ method: 'GET', path, token, expect: 200 });
      },
      (list) => list.items[0]?.status === status,
      60_000,
    );
  };
  const stop = async () => {
    monitor?.close();
    await connector.close();
    await gateway.stop();
  };
  const said = () => (monitor === null ? [] : [monitor.read()]);
  const base = { gateway, connector, plants, till, merchantUUID, token, admin, notifySecret };
  return { ...base, ...opened, sign, newPay, settled, said, stop };
}

async function openModes(scene: {
  readonly till: CanaryTill;
  readonly connector: TestConnector;
  readonly plants: Plants;
  readonly token: string;
  readonly admin: string;
  readonly notifySecret: string;
}) {
  const { till, connector, plants, token, admin, notifySecret } = scene;
  const payTemplateId = newMerchant();
  const template = {
    payTemplateId,
    name: 'quoting',
    isOnline: 1,
    isAsyncNotify: 1,
    payUrl: `${connector.url}/pay`,
    refundUrl: `${connector.url}/refund`,
    queryUrl: `${connector.url}/query`,
    secretParams: ['cardNo', 'pin'],
    searchKeys: ['payBarCode', 'note'],
    notifySecret: `whsec_${notifySecret}`,
  };
  await till.say({ path: '/registerPayModeTemplate', token: admin, body: template, expect: 200 });
  const open = async (id: string) => {
    const connectorParams = { apiKey: plants.word(`apiKey for ${id}`, STORED_FOR_CONNECTORS) };
    const body = { payTemplateId: id, isOpened: 1, connectorParams };
    return String((await till.say({ path: '/payModes', token, body, expect: 201 })).uuid);
  };
  const mode = await open(payTemplateId);
  return { payTemplateId, mode, cash: await open('C924182F-581B-4990-944A-ABCAB8E552B3') };
}
