import { PROFILES, type Samples } from '@payserver/connector-check/target';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certify, certifyRestarts, GRADE_A } from '../connector-check/certify.ts';
import {
  type RunningConnector,
  runningTarget,
  startConnectorProgram,
} from '../connector-check/running-connector.ts';
import { type ArmedPrograms, buildArmed } from '../support/armed-program.ts';
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

const LONG_MS = 300_000;

let build: ArmedPrograms<string>;
let bank: RunningConnector;
/** One that runs, and one that is killed meanwhile. */
let connector: RunningConnector;
let mortal: RunningConnector;

beforeAll(async () => {
  const start = async (program: readonly string[], env: Readonly<Record<string, string>>) =>
    await startConnectorProgram([process.execPath, ...program], {
      secretName: 'NOTIFY_SECRET',
      ...env,
    });
  bank = await start(['docs/examples/bank.mjs'], { CUSTOMER_MS: '400' });
  // As one file, which is there sooner after a kill.
  build = await buildArmed(
    { connector: 'docs/examples/kit-connector.ts' },
    { crashPoints: /\/crash-points/, conditions: ['payserver-source'] },
  );
  const startKit = async () =>
    await start([build.fileOf('connector')], {
      BANK_URL: bank.url,
      DATABASE_URL: await createDatabase(testServers()),
    });
  connector = await startKit();
  mortal = await startKit();
});
afterAll(async () => {
  await connector.stop();
  await mortal.stop();
  await bank.stop();
  await build.remove();
});

describe.concurrent('a connector on the kit is graded A', () => {
  test.each(PROFILES)(
    'as %s',
    async (profile) => {
      const target = { profile, restartCommand: null, samples: SAMPLES };
      expect(await certify(runningTarget(connector, target))).toEqual(GRADE_A);
    },
    LONG_MS,
  );

  test(
    'and when it is killed and started again',
    async () => {
      const { restartCommand } = mortal;
      const target = { profile: 'async', restartCommand, samples: SAMPLES } as const;
      // What is at work when it dies is taken up once its lease is over.
      expect(await certifyRestarts(runningTarget(mortal, target))).toEqual(GRADE_A);
    },
    LONG_MS,
  );
});
