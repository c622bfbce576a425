import { freePort } from '../support/free-port.mjs';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';
import type { ArmedConnector, ArmedConnectors, Point } from './armed-connector.ts';
import { type Bank, startBank } from './bank.ts';
import { type GatewayActor, startGatewayActor } from './gateway-actor.ts';
import { startReviving } from './reviving-connector.ts';

/** A connector with its bank, its journal and a gateway that calls it. */
export interface KitScene {
  readonly bank: Bank;
  readonly gateway: GatewayActor;
  readonly databaseUrl: string;
  readonly connector: () => ArmedConnector;
  /** The connector dies at this point while `work` goes on, and is started again. Tells whether it got there. */
  dying<T>(point: Point, work: () => Promise<T>): Promise<{ end: T; isReached: boolean }>;
  /** What this work passes while nobody dies. */
  passedBy(work: () => Promise<unknown>): Promise<readonly Point[]>;
  /** Another process of the same connector, at a port of its own. */
  another(): Promise<ArmedConnector & { readonly url: string }>;
  /** Its row of the journal. */
  rowOf(tractionNo: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Leases that are soon over, so that what died is soon taken over. */
const TIMING = {
  callMs: 1_000,
  leaseMs: 1_200,
  askGapMs: 30,
  unsentMs: 20_000,
};

export async function startKitScene(
  build: ArmedConnectors,
  options: { readonly isRepeatable: boolean; readonly timing?: object },
): Promise<KitScene> {
  const databaseUrl = await createDatabase(testServers());
  const bank = await startBank(options);
  const port = await freePort();
  const gateway = await startGatewayActor(`http://127.0.0.1:${port}`);
  const env = {
    DATABASE_URL: databaseUrl,
    NOTIFY_SECRET: gateway.secret,
    BANK_URL: bank.url,
    REPEATABLE: options.isRepeatable ? '1' : '0',
    TIMING: JSON.stringify({ ...TIMING, ...options.timing }),
    LANGUAGE: 'en',
  };
  const life = await startReviving(async () => await build.spawn({ ...env, PORT: String(port) }));
  const others: ArmedConnector[] = [];
  return {
    bank,
    gateway,
    databaseUrl,
    connector: life.app,
    dying: life.dying,
    passedBy: life.passedBy,
    another: async () => {
      const own = await freePort();
      const other = await build.spawn({ ...env, PORT: String(own) });
      others.push(other);
      return { ...other, url: `http://127.0.0.1:${own}` };
    },
    rowOf: async (tractionNo) => {
      const sql = 'SELECT * FROM connector_bank.operation WHERE traction_no = $1';
      const [row] = await runSql<Record<string, unknown>>(databaseUrl, sql, [tractionNo]);
      return row ?? {};
    },
    stop: async () => {
      await Promise.all([life, ...others].map(async (one) => await one.stop()));
      await gateway.close();
      await bank.close();
    },
  };
}

/** The body of payUrl. */
export function payBody(
  { gateway }: KitScene,
  { code, amount = 500 }: { readonly code: string; readonly amount?: number },
) {
  const tractionNo = gateway.newNo(1);
  return {
    tractionNo,
    payAmount: amount,
    payee: 'http://localhost/shops/demo-shop',
    payer: 'me',
    clientPayNo: `c-${tractionNo}`,
    payParams: { payBarCode: code },
    clientExtraParams: {},
    orderExpiredAt: '2099-01-01 00:00:00',
    notifyUrl: gateway.notifyUrl(tractionNo),
  };
}

/** The body of refundUrl. */
export function refundBody({ gateway }: KitScene, payTractionNo: string, refundAmount: number) {
  const tractionNo = gateway.newNo(2);
  return {
    tractionNo,
    payTractionNo,
    payAmount: 500,
    refundAmount,
    payee: 'http://localhost/shops/demo-shop',
    clientRefundNo: `r-${tractionNo}`,
    thirdPayNo: null,
    isCancel: 0,
    clientExtraParams: {},
    notifyUrl: gateway.notifyUrl(tractionNo),
  };
}
