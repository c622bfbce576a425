import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@payserver/shared/store/database';
import { expect } from 'vitest';
import { freePort } from '../support/free-port.mjs';
import { cashier, operator, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { followLedger, joinBooks } from '../support/ledger.ts';
import { TEST_NOTIFY_SECRET } from '../support/notice-url.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { spawnApp } from '../support/spawn-app.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';
import { compareBooks } from './compare-books.ts';
import { HOME, MOVING, moveMode, NOTICE_SECRET, openModes, registerModes } from './modes.ts';
import { SECRET_BAR_CODE } from './pay-commands.ts';
import { createRestarts } from './restarts.ts';
import type { Real, Stage } from './world.ts';

// Short, so that what a killed worker held is taken over soon; longer than any call of the model.
const ENV = { LEASE_MS: '3000', SWEEP_INTERVAL_MS: '100', SANDBOX_NOTIFY_SECRET: NOTICE_SECRET };

/** A gateway for sequences, and what to do with it. */
export interface Theatre {
  readonly stage: Stage;
  /** Gives a new merchant and templates of its own to `play`. */
  withMerchant(play: (real: Real) => Promise<void>): Promise<void>;
  /** What can only be seen with everything together. */
  expectAllIsWell(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a gateway with two sandboxes, each with books of its own.
 *
 * @param every of so many requests to restart the worker one is followed
 */
export async function openTheatre(every: number): Promise<Theatre> {
  const gateway = await startGateway(testServers(), ENV);
  const admin = await operator(gateway);
  const second = await startSecondSandbox(gateway.env);
  const sandboxes = [gateway.sandboxUrl, second.url] as const;
  await registerModes(sandboxes, admin);
  const ledgers = [await followLedger(gateway.dataDir), await followLedger(second.dataDir)];
  const stage: Stage = {
    gateway,
    sandboxes,
    admin,
    db: openDatabase({ url: gateway.databaseUrl, max: 10, name: 'model', onError: () => {} }),
    books: joinBooks(ledgers),
    restarts: createRestarts(gateway, { every }),
    deceived: new Set(),
  };
  const free: number[] = [];
  let owned = 0;
  return {
    stage,
    async withMerchant(play) {
      const own = free.pop() ?? (owned += 1);
      const merchantUUID = newMerchant();
      const client = await cashier(gateway, merchantUUID);
      for (const mode of MOVING) await moveMode(stage, { mode, own, target: HOME });
      await play({ ...stage, merchantUUID, client, modes: await openModes(client, own), own });
      // Used again by the next: each is a queue, and there are as many as sequences at the same time.
      free.push(own);
    },
    expectAllIsWell: async () => await expectAllIsWell(stage),
    async stop() {
      await stage.db.close();
      await stage.restarts.stop();
      await second.stop();
      await gateway.stop();
    },
  };
}

async function startSecondSandbox(env: Readonly<Record<string, string>>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-test-'));
  const port = await freePort();
  const app = await spawnApp('sandbox', { ...env, SANDBOX_PORT: String(port), DATA_DIR: dataDir });
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    async stop() {
      await app.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function expectAllIsWell(stage: Stage): Promise<void> {
  await expectRecordsHold(stage.gateway);
  expect(await compareBooks(stage, null)).toEqual([]);
  const log = stage.gateway.api.output() + stage.restarts.output();
  const secrets = { SECRET_BAR_CODE, NOTICE_SECRET, TEST_JWT_SECRET, TEST_NOTIFY_SECRET };
  for (const [name, secret] of Object.entries(secrets)) {
    expect(log.includes(secret), `${name} is in a log`).toBe(false);
  }
}
