import { openDatabase } from '@payserver/shared/store/database';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cashier, operator, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { followLedger } from '../support/ledger.ts';
import { TEST_NOTIFY_SECRET } from '../support/notice-url.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';
import { behaviours } from './behaviours.ts';
import { compareBooks } from './compare-books.ts';
import { NOTICE_SECRET, openModes, registerModes } from './modes.ts';
import { outsideCommands } from './outside-commands.ts';
import { type Command, payCommands, SECRET_BAR_CODE } from './pay-commands.ts';
import { refundCommands } from './refund-commands.ts';
import { createRestarts } from './restarts.ts';
import { readRunSettings, runLanes } from './run-lanes.ts';
import { settleAll } from './settle-all.ts';
import type { Model, Real, Stage } from './world.ts';

const MAX_COMMANDS = 50;
const settings = readRunSettings(process.env);

// Short, so that what a killed worker held is taken over soon; longer than any call of the model.
const ENV = { LEASE_MS: '3000', SWEEP_INTERVAL_MS: '100', SANDBOX_NOTIFY_SECRET: NOTICE_SECRET };
let stage: Stage;

beforeAll(async () => {
  const gateway = await startGateway(testServers(), ENV);
  const admin = await operator(gateway);
  await registerModes(gateway, admin);
  stage = {
    gateway,
    admin,
    db: openDatabase({ url: gateway.databaseUrl, max: 10, name: 'model', onError: () => {} }),
    books: await followLedger(gateway.dataDir),
    // One lane alone restarts whenever it is told to; many lanes would do nothing else.
    restarts: createRestarts(gateway, { every: settings.path === null ? 8 : 1 }),
    deceived: new Set(),
  };
});
afterAll(async () => {
  await stage.db.close();
  await stage.restarts.stop();
  await stage.gateway.stop();
});

async function newMerchantAt(): Promise<Real> {
  const merchantUUID = newMerchant();
  const client = await cashier(stage.gateway, merchantUUID);
  return { ...stage, merchantUUID, client, modes: await openModes(client) };
}

test('whatever happens in whatever order, the invariants hold', {
  timeout: 3_600_000,
}, async () => {
  const behaviour = await behaviours(stage.gateway);
  const all = [...payCommands(behaviour), ...refundCommands(behaviour), ...outsideCommands()];
  const sequence = (replayPath: string | undefined): fc.Arbitrary<Iterable<Command>> =>
    fc.commands(all, {
      maxCommands: MAX_COMMANDS,
      size: 'max',
      ...(replayPath !== undefined && { replayPath }),
    });
  let commands = 0;
  const report = await runLanes(settings, sequence, async (played) => {
    const model: Model = { pays: [], refunds: [] };
    const real = await newMerchantAt();
    await fc.asyncModelRun(() => ({ model, real }), played);
    await settleAll(model, real);
    commands += [...played].length;
  });
  process.stdout.write(
    `model: ${settings.runs} sequences, ${commands} commands, ${stage.restarts.count()} restarts, ` +
      `seed ${settings.seed}\n`,
  );
  expect(report, report ?? '').toBeNull();
  await expectAllIsWell();
});

/** What can only be seen with everything together. */
async function expectAllIsWell(): Promise<void> {
  await expectRecordsHold(stage.gateway);
  expect(await compareBooks(stage, null)).toEqual([]);
  const log = stage.gateway.api.output() + stage.restarts.output();
  const secrets = { SECRET_BAR_CODE, NOTICE_SECRET, TEST_JWT_SECRET, TEST_NOTIFY_SECRET };
  for (const [name, secret] of Object.entries(secrets)) {
    expect(log.includes(secret), `${name} is in a log`).toBe(false);
  }
}
