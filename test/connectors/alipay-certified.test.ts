import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Samples } from '@payserver/connector-check/target';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certify, certifyRestarts, GRADE_A } from '../connector-check/certify.ts';
import {
  type RunningConnector,
  runningTarget,
  startConnectorProgram,
} from '../connector-check/running-connector.ts';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import { freePort } from '../support/free-port.mjs';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import type { RunningApp } from '../support/spawn-app.ts';
import { buildAlipay } from './alipay-scene.ts';
import { openStubControl } from './stub-control.ts';

const code = (behaviour: string) => ({ payParams: { payBarCode: `281234567890${behaviour}` } });
/** By the tail of the barcode, as the stub reads it (research I4). */
const SAMPLES: Samples = {
  accepted: code('000000'),
  declined: code('110000'),
  running: code('010001'),
  waiting: code('010200'),
};

const LONG_MS = 900_000;

let folder: string;
let build: ArmedPrograms<Point>;
let stub: RunningApp;
/** One that runs, and one that is killed meanwhile. */
let connector: RunningConnector;
let mortal: RunningConnector;

beforeAll(async () => {
  build = await buildAlipay();
  folder = await mkdtemp(join(tmpdir(), 'payserver-alipay-'));
  const controlPort = await freePort();
  const stubEnv = { STUB_DIR: folder, STUB_SEED: '1', STUB_CONTROL_PORT: String(controlPort) };
  stub = await build.spawn('connector', stubEnv, [build.fileOf('stub')]);
  const control = openStubControl(`http://127.0.0.1:${controlPort}`);
  await control.post('/control/options', { refundGap: 0 });
  connector = await startAlipay();
  mortal = await startAlipay();
});
afterAll(async () => {
  await connector.stop();
  await mortal.stop();
  await stub.stop();
  await build.remove();
  await rm(folder, { recursive: true, force: true });
});

async function startAlipay(): Promise<RunningConnector> {
  return await startConnectorProgram([process.execPath, build.fileOf('connector')], {
    ...{ secretName: 'NOTIFY_SECRET', DATABASE_URL: await createDatabase(testServers()) },
    MERCHANTS_DIR: join(folder, 'merchants'),
    ...{ POLL_MS: '250', CLOSE_AFTER_MS: '8000', NOT_EXIST_MS: '2000' },
    ...{ REFUND_GAP_MS: '0', REFUND_QUERY_MS: '300', LOG_LEVEL: 'error' },
  });
}

function targetOf(one: RunningConnector, restartCommand: string | null) {
  const payee = 'http://localhost/shops/demo-shop';
  const samples = SAMPLES;
  return runningTarget(one, { profile: 'async', restartCommand, samples, payee });
}

describe.concurrent('the connector of Alipay is graded A', () => {
  test(
    'as one that sends notices',
    async () => {
      expect(await certify(targetOf(connector, null))).toEqual(GRADE_A);
    },
    LONG_MS,
  );

  test(
    'and when it is killed and started again',
    async () => {
      expect(await certifyRestarts(targetOf(mortal, mortal.restartCommand))).toEqual(GRADE_A);
    },
    LONG_MS,
  );
});
