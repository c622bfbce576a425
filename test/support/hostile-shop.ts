import { type ConsoleTill, type Numbers, openConsoleTill } from './console-till.ts';
import { eventually } from './eventually.ts';
import type { GatewayAddress } from './gateway.ts';
import { HOSTILE, hostileText } from './hostile-texts.ts';
import { startReceiver } from './notify-receiver.ts';
import { type PlannedConnector, startPlannedConnector } from './planned-connector.ts';
import { newMerchant } from './shared-gateway.ts';

/** A merchant that writes hostile texts wherever one may write, with a connector that does. */
export interface HostileShop {
  readonly till: ConsoleTill;
  readonly orders: Readonly<Record<'paid' | 'failed' | 'open' | 'late', Numbers>>;
  readonly refund: Numbers;
  /** a receiver of messages whose answers are hostile, and one message to it */
  readonly endpoint: string;
  readonly delivery: string;
  stop(): Promise<void>;
}

const named = `${HOSTILE.image}${HOSTILE.turned}`;
/** The longest of its kind, and as much as fits of the rest. */
const reason = hostileText(400, ['script', 'image', 'vector', 'template', 'turned', 'emoji']);
const params = {
  note: HOSTILE.script,
  [HOSTILE.image]: HOSTILE.bold,
  nested: { [HOSTILE.vector]: [HOSTILE.link, HOSTILE.unbroken] },
};
const said = {
  thirdOrderNo: `${HOSTILE.image}-T1`,
  thirdErrorReason: reason,
  tradeFinishedAt: HOSTILE.bold,
  payData: { codeUrl: `javascript:${HOSTILE.image}`, [HOSTILE.vector]: HOSTILE.link },
};

type Modes = { readonly mode: string; readonly merchantUUID: string };

/** Fills it: every free text of a caller, of a connector and of an operator is one of {@link HOSTILE}. */
export async function fillHostileShop(gateway: GatewayAddress): Promise<HostileShop> {
  const connector = await startPlannedConnector();
  const till = await openConsoleTill(gateway, connector, {
    merchantUUID: newMerchant(),
    operator: HOSTILE.image,
  });
  const { merchantUUID } = till;
  const receiver = await startReceiver(() => ({ status: 500, body: HOSTILE.script }));
  const mode = { mode: await openMode(till, connector), merchantUUID };
  const paid = await till.pay({ ...payment(mode, 1), plan: () => ({ ret: 'success', ...said }) });
  const failed = await till.pay({ ...payment(mode, 2), plan: () => ({ ret: 'failed', ...said }) });
  const open = await till.pay({
    ...payment(mode, 3),
    ...{ plan: () => ({ ret: 'running', ...said }), staysOpen: true },
  });
  const late = await till.pay({ ...payment(mode, 4), plan: () => ({ ret: 'failed', ...said }) });
  const refund = await till.refund({
    ...{ of: paid, no: `${HOSTILE.bold}-r`.slice(0, 64), amount: 100, clientExtraParams: params },
    plan: () => ({ ret: 'failed', ...said }),
  });
  await till.notify(late, { ret: 'success', ...said });
  const path = `/exceptions?tractionNo=${late.tractionNo}`;
  const [exception] = (await till.operator.get(path)).body.items;
  await till.decide(`/exceptions/${exception.uuid}/resolve`, { reason });
  const settled = await till.pay({
    ...payment(mode, 5),
    ...{ plan: () => HOSTILE.script, staysOpen: true },
  });
  const decision = { outcome: 'failed', reason, thirdNo: HOSTILE.image };
  await till.decide(`/payOrders/${settled.uuid}/settle`, decision);
  // The audit log names what was asked for, also when nothing was there.
  await till.operator.post(`/payOrders/${encodeURIComponent(HOSTILE.image)}/settle`, decision);
  const orders = { paid, failed, open, late };
  const stop = async () => {
    await receiver.stop();
    await connector.close();
  };
  return { till, orders, refund, ...(await sendTest(till, receiver.url)), stop };
}

/** Sends a message to an endpoint with a hostile name, and waits for the first answer. */
async function sendTest({ client }: ConsoleTill, url: string) {
  const name = `${HOSTILE.image} ${HOSTILE.turned}`.slice(0, 64);
  const { uuid: endpoint } = (await client.post('/notifyEndpoints', { url, name })).body;
  const { uuid } = (await client.post(`/notifyEndpoints/${endpoint}/test`, {})).body;
  await eventually(
    async () => (await client.get(`/notifyDeliveries/${uuid}`)).body.attempts,
    (attempts) => attempts > 0,
  );
  return { endpoint: String(endpoint), delivery: String(uuid) };
}

async function openMode(till: ConsoleTill, { url }: PlannedConnector): Promise<string> {
  return await till.openMode({
    name: `${HOSTILE.image} ${HOSTILE.turned}`.slice(0, 128),
    description: reason,
    payChannel: HOSTILE.vector,
    payWay: HOSTILE.bold,
    lateSuccessPolicy: 'review',
    iconHref: `https://evil.example/${encodeURIComponent(HOSTILE.image)}"onerror=x`,
    payUrl: `${url}/pay`,
  });
}

const payment = ({ mode, merchantUUID }: Modes, at: number) => ({
  mode,
  no: `${at}-${HOSTILE.image}`.slice(0, 64),
  amount: 100 * at,
  payer: at === 2 ? HOSTILE.unbroken.repeat(2) : hostileText(256, ['image', 'script', 'emoji']),
  payee: `https://shops.example/${HOSTILE.link.replaceAll(' ', '+')}/shops/${merchantUUID}`,
  terminal: { id: named.slice(0, 64) },
  payParams: params,
  clientExtraParams: { ...params, formula: HOSTILE.formula, emoji: HOSTILE.emoji },
});
