import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArmedConnector, Point } from '../connector-kit/armed-connector.ts';
import { type GatewayActor, startGatewayActor } from '../connector-kit/gateway-actor.ts';
import { startReviving } from '../connector-kit/reviving-connector.ts';
import { type ArmedPrograms, buildArmed } from '../support/armed-program.ts';
import { freePort } from '../support/free-port.mjs';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';
import { openStubControl, type StubControl } from './stub-control.ts';

/** The connector and the stub as one file each, the connector with crash points that kill. */
export async function buildAlipay(): Promise<ArmedPrograms<Point>> {
  return await buildArmed<Point>(
    { connector: 'connectors/alipay/src/main.ts', stub: 'connectors/alipay/stub/src/main.ts' },
    { crashPoints: /\/crash-points/, conditions: ['payserver-source'] },
  );
}

/** The connector beside the stub of Alipay, with a gateway that calls it. */
export interface AlipayScene {
  readonly gateway: GatewayActor;
  readonly stub: StubControl;
  readonly url: string;
  readonly merchantsDir: string;
  /** The process that runs now. */
  connector(): ArmedConnector;
  /** It dies at this point while `work` goes on, and is started again. Says whether it got there. */
  dying<T>(point: Point, work: () => Promise<T>): Promise<{ end: T; isReached: boolean }>;
  /** What this work passes while nobody dies. */
  passedBy(work: () => Promise<unknown>): Promise<readonly Point[]>;
  /** Its row of the journal. */
  rowOf(tractionNo: string): Promise<Record<string, unknown>>;
  /** All that the connector's processes wrote, and all that is in their tables. */
  traces(): Promise<string>;
  stop(): Promise<void>;
}

/** Short, so that what lasts a minute at a till lasts seconds here. */
const TIMES = {
  CALL_MS: '1500',
  POLL_MS: '250',
  CLOSE_AFTER_MS: '3000',
  NOT_EXIST_MS: '1500',
  QR_VALID_MS: '4000',
  REFUND_GAP_MS: '300',
  REFUND_QUERY_MS: '300',
  LATE_QUERIES_MS: '3000,6000,9000,12000,15000,20000,30000,40000',
};

export async function startAlipayScene(
  build: ArmedPrograms<Point>,
  env: Readonly<Record<string, string>> = {},
): Promise<AlipayScene> {
  const folder = await mkdtemp(join(tmpdir(), 'payserver-alipay-'));
  const [port, stubPort, controlPort] = [await freePort(), await freePort(), await freePort()];
  const databaseUrl = await createDatabase(testServers());
  const url = `http://127.0.0.1:${port}`;
  const gateway = await startGatewayActor(url);
  const stubApp = await build.spawn(
    'connector',
    {
      ...{ STUB_PORT: String(stubPort), STUB_CONTROL_PORT: String(controlPort) },
      ...{ STUB_DIR: folder, STUB_SEED: '1' },
    },
    [build.fileOf('stub')],
  );
  const merchantsDir = join(folder, 'merchants');
  const settings = {
    ...{ DATABASE_URL: databaseUrl, NOTIFY_SECRET: gateway.secret, PORT: String(port) },
    ...{ MERCHANTS_DIR: merchantsDir, LANGUAGE: 'en', LOG_LEVEL: 'trace', ...TIMES, ...env },
  };
  const life = await startReviving(
    async () => await build.spawn('connector', settings, [build.fileOf('connector')]),
  );
  return {
    ...{ gateway, url, merchantsDir, stub: openStubControl(`http://127.0.0.1:${controlPort}`) },
    connector: life.app,
    dying: life.dying,
    passedBy: life.passedBy,
    rowOf: async (tractionNo) => {
      const sql = 'SELECT * FROM connector_alipay.operation WHERE traction_no = $1';
      const [row] = await runSql<Record<string, unknown>>(databaseUrl, sql, [tractionNo]);
      return row ?? {};
    },
    traces: async () => {
      const rows = await runSql(databaseUrl, 'SELECT * FROM connector_alipay.operation');
      const events = await runSql(databaseUrl, 'SELECT * FROM connector_alipay.operation_event');
      return `${life.output()}${JSON.stringify([rows, events])}`;
    },
    stop: async () => {
      await life.stop();
      await stubApp.stop();
      await gateway.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let codes = 0;

/** A barcode of Alipay that asks the stub for this behaviour: GGVVPP (research I4). */
export function barcode(behaviour = '000000'): string {
  codes += 1;
  return `28${String(codes).padStart(10, '0')}${behaviour}`;
}

export const PAID = 500;

/** The body of payUrl; without a code the shop shows one. */
export function payBody(
  { gateway }: Pick<AlipayScene, 'gateway'>,
  {
    code,
    amount = PAID,
    merchant = 'demo-shop',
  }: { readonly code?: string; readonly amount?: number; readonly merchant?: string } = {},
) {
  const tractionNo = gateway.newNo(1);
  return {
    tractionNo,
    payAmount: amount,
    payee: `http://localhost/shops/${merchant}`,
    payer: 'me',
    clientPayNo: `c-${tractionNo}`,
    payParams: code === undefined ? {} : { payBarCode: code },
    clientExtraParams: {},
    orderExpiredAt: '2099-01-01 00:00:00',
    notifyUrl: gateway.notifyUrl(tractionNo),
  };
}

/** The body of refundUrl. */
export function refundBody(
  { gateway }: Pick<AlipayScene, 'gateway'>,
  payTractionNo: string,
  refundAmount: number,
) {
  const tractionNo = gateway.newNo(2);
  return {
    tractionNo,
    payTractionNo,
    payAmount: PAID,
    refundAmount,
    payee: 'http://localhost/shops/demo-shop',
    clientRefundNo: `r-${tractionNo}`,
    thirdPayNo: null,
    isCancel: 0,
    clientExtraParams: {},
    notifyUrl: gateway.notifyUrl(tractionNo),
  };
}
