import {
  PROFILES,
  type Profile,
  type Samples,
  type Target,
} from '@payserver/connector-check/target';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certify, certifyRestarts, GRADE_A } from '../connector-check/certify.ts';
import {
  type RunningConnector,
  runningTarget,
  startConnectorProgram,
} from '../connector-check/running-connector.ts';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';

const payParams = { payBarCode: '134567890123456789' };
/** As docs/examples/bank.mjs decides. */
const SAMPLES: Samples = {
  accepted: { payParams },
  declined: { payParams: {} },
  running: { payParams, payAmount: 10_000 },
  waiting: { payParams, payAmount: 20_000 },
};

const TSX = ['--import', 'tsx', '--conditions=payserver-source'];
let bank: RunningConnector;
let connector: RunningConnector;

beforeAll(async () => {
  const start = async (program: readonly string[], env: Readonly<Record<string, string>>) =>
    await startConnectorProgram([process.execPath, ...program], {
      secretName: 'NOTIFY_SECRET',
      ...env,
    });
  bank = await start(['docs/examples/bank.mjs'], { CUSTOMER_MS: '400' });
  connector = await start([...TSX, 'docs/examples/kit-connector.ts'], {
    BANK_URL: bank.url,
    DATABASE_URL: await createDatabase(testServers()),
  });
});
afterAll(async () => {
  await connector.stop();
  await bank.stop();
});

function targetOf(profile: Profile): Target {
  // A restart, below, would be in the way of the others.
  return runningTarget(connector, { profile, restartCommand: null, samples: SAMPLES });
}

describe.concurrent('a connector on the kit is graded A', () => {
  test.each(PROFILES)('as %s', async (profile) => {
    expect(await certify(targetOf(profile))).toEqual(GRADE_A);
  });
});

test('and when it is killed and started again', async () => {
  const { restartCommand } = connector;
  const target = { ...targetOf('async'), restartCommand };
  expect(await certifyRestarts(target)).toEqual(GRADE_A);
  // What is at work when it dies is taken up once its lease is over.
}, 300_000);
