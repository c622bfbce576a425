import { type Client, createClient } from './client.ts';
import { eventually } from './eventually.ts';
import { cashier, type GatewayAddress } from './gateway.ts';
import type { Plan, PlannedConnector } from './planned-connector.ts';
import { signToken } from './sign-token.ts';

/** Names of one order; every number that a search finds it by. */
export interface Numbers {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly clientNo: string;
}

/** What to pay with; the connector's plan is of this payment alone. */
export interface Payment {
  readonly mode: string;
  readonly no: string;
  /** fen */
  readonly amount: number;
  readonly payer: string;
  readonly plan?: Plan;
  readonly payParams?: object;
  readonly clientExtraParams?: object;
  readonly payee?: string;
  readonly terminal?: object;
  /** false: it is final when this returns */
  readonly staysOpen?: boolean;
}

/** A refund of one of them. */
export interface Refund {
  readonly of: Numbers;
  readonly no: string;
  /** fen; none: all that is left */
  readonly amount?: number;
  readonly plan?: Plan;
  readonly isCancel?: 1;
  readonly clientExtraParams?: object;
  readonly staysOpen?: boolean;
}

/** A merchant whose orders end as each of them is planned. */
export interface ConsoleTill {
  readonly gateway: GatewayAddress;
  readonly merchantUUID: string;
  readonly client: Client;
  readonly operator: Client;
  readonly connector: PlannedConnector;
  /** Opens a mode of its own at the connector. */
  openMode(settings: Record<string, unknown>): Promise<string>;
  /** Opens a template of the gateway. */
  openTemplate(payTemplateId: string): Promise<string>;
  pay(payment: Payment): Promise<Numbers>;
  refund(refund: Refund): Promise<Numbers>;
  /** Sends a notice about one of them, as its connector. */
  notify(order: Numbers, said: object): Promise<void>;
  /** Lets so many attempts of an open payment have been made. */
  attempt(order: Numbers, times: number): Promise<void>;
  /** An operator's decision: settle, resolve, reverse and the like; throws when it is refused. */
  decide(path: string, body: object): Promise<void>;
}

/** Opens it; `operator` is the subject that its operator's decisions name. */
export async function openConsoleTill(
  gateway: GatewayAddress,
  connector: PlannedConnector,
  { merchantUUID, operator }: { readonly merchantUUID: string; readonly operator: string },
): Promise<ConsoleTill> {
  const client = await cashier(gateway, merchantUUID);
  const claims = { merchantUUID: 'operator', sub: operator, scope: 'payserver:admin' };
  const person = createClient(gateway.url, await signToken(claims));
  const open = async (body: object) => {
    const mode = await posted(client, '/payModes', { isOpened: 1, ...body });
    return String(mode.uuid);
  };
  const addresses = ['pay', 'refund', 'query', 'cancel'].map((name) => [
    `${name}Url`,
    `${connector.url}/${name}`,
  ]);
  return {
    gateway,
    merchantUUID,
    client,
    operator: person,
    connector,
    openMode: async (settings) =>
      await open({ isOnline: 1, isAsyncNotify: 1, ...Object.fromEntries(addresses), ...settings }),
    openTemplate: async (payTemplateId) => await open({ payTemplateId }),
    pay: async (payment) => await pay({ client, connector, merchantUUID }, payment),
    refund: async (refund) => await giveBack({ client, connector }, refund),
    notify: async ({ clientNo }, said) =>
      await notify(gateway, connector.notifyUrlOf(clientNo), said),
    attempt: async ({ uuid }, times) => {
      for (let done = 0; done < times; ) {
        await posted(person, `/payOrders/${uuid}/ask`, {});
        const before = done;
        done = await eventually(
          async () => await attemptsOf(client, uuid),
          (attempts) => attempts > before,
        );
      }
    },
    decide: async (path, body) => void (await posted(person, path, body)),
  };
}

type Parts = Pick<ConsoleTill, 'client' | 'connector' | 'merchantUUID'>;

async function pay(till: Parts, payment: Payment): Promise<Numbers> {
  const { mode, no, amount, payer, plan, staysOpen = false } = payment;
  if (plan !== undefined) till.connector.plan(no, plan);
  const { terminal, payParams = {}, clientExtraParams = {} } = payment;
  const body = {
    payModeUUID: mode,
    payer,
    payee: payment.payee ?? `https://shops.example/shops/${till.merchantUUID}`,
    payAmount: amount,
    clientPayNo: no,
    payParams,
    clientExtraParams,
    ...(terminal !== undefined && { terminal }),
  };
  const { data } = await posted(till.client, '/pay', body);
  if (!staysOpen) await final(till.client, `/payOrders/${data.uuid}`);
  return { uuid: data.uuid, tractionNo: data.tractionNo, clientNo: no };
}

async function giveBack(till: Omit<Parts, 'merchantUUID'>, refund: Refund): Promise<Numbers> {
  const { of, no, amount, plan, isCancel, clientExtraParams, staysOpen = false } = refund;
  if (plan !== undefined) till.connector.plan(no, plan);
  const body = {
    payTractionNo: of.tractionNo,
    clientRefundNo: no,
    ...(amount !== undefined && { refundAmount: amount }),
    ...(isCancel !== undefined && { isCancel }),
    ...(clientExtraParams !== undefined && { clientExtraParams }),
  };
  const { data } = await posted(till.client, '/refund', body);
  if (!staysOpen) await final(till.client, `/refundOrders/${data.uuid}`);
  return { uuid: data.uuid, tractionNo: data.tractionNo, clientNo: no };
}

async function attemptsOf(client: Client, uuid: string): Promise<number> {
  return Number((await client.get(`/payOrders/${uuid}`)).body.pending?.attempts ?? 0);
}

async function final(client: Client, path: string): Promise<void> {
  await eventually(
    async () => (await client.get(path)).body,
    ({ pending }) => pending === null,
  );
}

// oxlint-disable-next-line typescript/no-explicit-any -- bodies of every shape
async function posted(client: Client, path: string, body: object): Promise<any> {
  // Without waiting: how an order ends is asked for.
  const answer = await client.post(path, body, { prefer: 'respond-async' });
  if (answer.status < 300) return answer.body;
  throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

async function notify(gateway: GatewayAddress, url: string, said: object): Promise<void> {
  const { pathname } = new URL(url);
  const tractionNo = pathname.split('/').at(-2);
  await posted(createClient(gateway.url, null), pathname, { tractionNo, ...said });
}
