import type { Samples } from '@payserver/connector-check/target';
import { describe, expect, type TestContext, test } from 'vitest';
import { certify, certifyRestarts, GRADE_A } from '../connector-check/certify.ts';
import { runningTarget, startConnectorProgram } from '../connector-check/running-connector.ts';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { startStubProcess } from '../support/stub.ts';
import { barcode, TIMES } from './wechat-scene.ts';

const SAMPLES: Samples = {
  accepted: { payParams: { payBarCode: barcode() } },
  declined: { payParams: { payBarCode: barcode('110300') } },
  running: { payParams: { payBarCode: barcode('010001') } },
  waiting: { payParams: { payBarCode: barcode('010200') } },
};
const PAYEE = 'http://localhost/shops/demo-shop';
/** Nothing is reversed by itself here, and a reverse need not wait. */
const LONG = { DEADLINE_MS: '60000', NOT_BEFORE_MS: '0', SETTLED_MS: '61000', REFUND_GAP_MS: '0' };

const LONG_MS = 900_000;

/** A call may take its time, as at a till: many come at once here. */
const AT_EASE = { CALL_MS: '8000' };

/** The connector and the stub behind it, by one of WeChat's interfaces. */
async function start(api: string, { onTestFinished }: TestContext, env: object = {}) {
  const stub = await startStubProcess('wechat', { STUB_API: api });
  onTestFinished(stub.stop);
  await stub.control('options', { refundGap: 0 });
  const connector = await startConnectorProgram(
    [process.execPath, 'connectors/wechat/dist/bundle/main.mjs'],
    {
      ...{ secretName: 'NOTIFY_SECRET', ...TIMES, ...LONG, LOG_LEVEL: 'error' },
      ...{ DATABASE_URL: await createDatabase(testServers()), MERCHANTS_DIR: stub.merchants },
      ...env,
    },
  );
  onTestFinished(connector.stop);
  return { stub, connector };
}

describe.concurrent('the connector of WeChat is graded A', () => {
  const options = { samples: SAMPLES, payee: PAYEE };

  test.for(['v2', 'v3'])('by %s', { timeout: LONG_MS }, async (api, context) => {
    const { stub, connector } = await start(api, context, AT_EASE);
    const target = runningTarget(connector, { ...options, restartCommand: null });
    expect(await certify(target)).toEqual(GRADE_A);
    expect((await stub.control('oracle')).violations).toEqual([]);
  });

  test.for(['v2', 'v3'])('by %s when it is killed', { timeout: LONG_MS }, async (api, context) => {
    const { stub, connector } = await start(api, context);
    // What may have left when it dies is never sent again: WeChat takes no second payment of one number.
    const target = runningTarget(connector, { ...options, profile: 'once' });
    expect(await certifyRestarts(target)).toEqual(GRADE_A);
    expect((await stub.control('oracle')).violations).toEqual([]);
  });
});
