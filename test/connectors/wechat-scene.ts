import { randomInt } from 'node:crypto';
import type { Point } from '../connector-kit/armed-connector.ts';
import { type GatewayActor, startGatewayActor } from '../connector-kit/gateway-actor.ts';
import { startReviving } from '../connector-kit/reviving-connector.ts';
import { type ArmedPrograms, buildArmed } from '../support/armed-program.ts';
import { freePort } from '../support/free-port.mjs';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';
import { type StubProcess, startStubProcess } from '../support/stub.ts';

/** The connector as a process, with crash points that kill, and WeChat's stub as another. */
export interface WechatScene {
  readonly stub: StubProcess;
  readonly gateway: GatewayActor;
  readonly url: string;
  readonly databaseUrl: string;
  output(): string;
  /** The connector dies at this point while `work` goes on, and is started again. */
  dying<T>(point: Point, work: () => Promise<T>): Promise<{ end: T; isReached: boolean }>;
  passedBy(work: () => Promise<unknown>): Promise<readonly Point[]>;
  /** The calls that came to the stub about a number: `pay`, `query`, … */
  calls(tractionNo: string): Promise<readonly { call: string; at: number; verdict: string }[]>;
  /** The calls about a number that are no question: payments that failed are asked about for late money. */
  orders(tractionNo: string): Promise<readonly string[]>;
  /** Fen that are with the merchant for this payment. */
  net(tractionNo: string): Promise<number>;
  violations(): Promise<readonly string[]>;
  rowOf(tractionNo: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** The real times, many times shorter. */
export const TIMES = {
  CALL_MS: '1500',
  DEADLINE_MS: '3000',
  NOT_BEFORE_MS: '1000',
  QUERY_MS: '250',
  SETTLED_MS: '4000',
  REFUND_GAP_MS: '1000',
  REFUND_QUERY_MS: '200',
  LATE_QUERIES_MS: '300,600,1000,1500,2000,3000,4000,6000,8000,12000',
} as const;

export const SHOPS = { v2: 'shop-v2', v3: 'shop-v3' } as const;
export type Api = keyof typeof SHOPS;

/** Builds the connector once, for as many scenes as are started. */
export async function buildWechat(): Promise<ArmedPrograms<Point>> {
  return await buildArmed<Point>(
    { main: 'connectors/wechat/src/main.ts' },
    { crashPoints: /\/crash-points/, conditions: ['payserver-source'] },
  );
}

export async function startWechatScene(
  build: ArmedPrograms<Point>,
  env: Readonly<Record<string, string>> = {},
): Promise<WechatScene> {
  const databaseUrl = await createDatabase(testServers());
  const stub = await startStubProcess('wechat');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  for (const api of ['v2', 'v3'] as const) {
    await stub.control('merchants', { merchantUUID: SHOPS[api], api, set: { notifyUrl: url } });
  }
  await stub.control('options', { refundGap: 1 });
  const gateway = await startGatewayActor(url);
  const settings = {
    ...TIMES,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    NOTIFY_SECRET: gateway.secret,
    MERCHANTS_DIR: stub.merchants,
    ...env,
  };
  const life = await startReviving(
    async () => await build.spawn('connector', settings, [build.fileOf('main')]),
  );
  const callsOf: WechatScene['calls'] = async (tractionNo) =>
    (await stub.control(`calls?out_trade_no=${tractionNo}`)).calls;
  const orderOf = async (tractionNo: string) => {
    const { orders } = await stub.control(`orders?out_trade_no=${tractionNo}`);
    return orders[0] as { net: number } | undefined;
  };
  return {
    stub,
    gateway,
    url,
    databaseUrl,
    output: life.output,
    dying: life.dying,
    passedBy: life.passedBy,
    calls: callsOf,
    orders: async (tractionNo) =>
      (await callsOf(tractionNo)).flatMap(({ call }) => (call === 'query' ? [] : [call])),
    net: async (tractionNo) => (await orderOf(tractionNo))?.net ?? 0,
    violations: async () => (await stub.control('oracle')).violations,
    rowOf: async (tractionNo) => {
      const sql = 'SELECT * FROM connector_wechat.operation WHERE traction_no = $1';
      const [row] = await runSql<Record<string, unknown>>(databaseUrl, sql, [tractionNo]);
      return row ?? {};
    },
    stop: async () => {
      await life.stop();
      await gateway.close();
      await stub.stop();
    },
  };
}

/** A barcode that behaves so: group, variant and parameter of the research, or a plain payment. */
export function barcode(tail = '000000'): string {
  return `13${randomInt(1e9).toString().padStart(10, '0')}${tail}`;
}

/** The body of payUrl. Without a code the shop shows one. */
export function payBody(
  { gateway }: WechatScene,
  { api, code, amount = 500 }: { api: Api; code?: string | undefined; amount?: number },
) {
  const tractionNo = gateway.newNo(1);
  return {
    tractionNo,
    payAmount: amount,
    payee: `http://localhost/shops/${SHOPS[api]}`,
    payer: 'me',
    clientPayNo: `c-${tractionNo}`,
    payParams: code === undefined ? {} : { payBarCode: code },
    clientExtraParams: {},
    terminal: { id: 'till-3', ip: '192.0.2.14' },
    orderExpiredAt: '2099-01-01 00:00:00',
    notifyUrl: gateway.notifyUrl(tractionNo),
  };
}

/** The body of refundUrl, of a payment of 500 fen. */
export function refundBody(
  { gateway }: WechatScene,
  { api, payTractionNo, amount }: { api: Api; payTractionNo: string; amount: number },
) {
  const tractionNo = gateway.newNo(2);
  return {
    tractionNo,
    payTractionNo,
    payAmount: 500,
    refundAmount: amount,
    payee: `http://localhost/shops/${SHOPS[api]}`,
    clientRefundNo: `r-${tractionNo}`,
    thirdPayNo: null,
    isCancel: 0,
    clientExtraParams: {},
    notifyUrl: gateway.notifyUrl(tractionNo),
  };
}
