import { expect, onTestFinished, test } from 'vitest';
import { startBalancer } from '../support/balancer.ts';
import { eventually } from '../support/eventually.ts';
import { reportFaults } from '../support/faults-report.ts';
import { freePort } from '../support/free-port.mjs';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { type AppName, type RunningApp, spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';
import { runStrictTill } from '../support/strict-till.ts';

const servers = testServers();

/** A process that can be replaced by a new one of the same settings. */
interface Member {
  app: RunningApp;
  readonly name: AppName;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A second API and a second worker beside those of the gateway. */
async function startFleet(gateway: Gateway) {
  const port = String(await freePort());
  const secondEnv = { ...gateway.env, PORT: port };
  const [api, worker] = [await spawnApp('api', secondEnv), await spawnApp('worker', gateway.env)];
  const { env, url } = gateway;
  const apis: Member[] = [
    { app: gateway.api, name: 'api', url, env },
    { app: api, name: 'api', url: `http://127.0.0.1:${port}`, env: secondEnv },
  ];
  const workers: Member[] = [
    { app: gateway.worker, name: 'worker', url: '', env },
    { app: worker, name: 'worker', url: '', env },
  ];
  // The gateway stops those that it started itself, and what replaced them runs on without this.
  onTestFinished(async () => {
    await Promise.all([...apis, ...workers].map(async ({ app }) => await app.stop()));
  });
  return { apis, workers };
}

/** As a rolling restart does it: SIGTERM, its end, a new one. */
async function replace(member: Member): Promise<void> {
  member.app.signal('SIGTERM');
  expect(await member.app.exited, member.app.output()).toBe(0);
  member.app = await spawnApp(member.name, { ...member.env });
}

const OPEN = `SELECT "clientPayNo" FROM "PayOrder" WHERE status <> 'payed' AND status <> 'partRefunded'
  UNION ALL SELECT "clientRefundNo" FROM "RefundOrder" WHERE status <> 'refunded'`;

test('two APIs and two workers are replaced one by one under load, and no call of a till fails', {
  timeout: 180_000,
}, async () => {
  const gateway = await startGateway(servers);
  onTestFinished(gateway.stop);
  const { apis, workers } = await startFleet(gateway);
  const balancer = await startBalancer(apis.map(({ url }) => url));
  onTestFinished(balancer.close);
  const shop = await newShop({ ...gateway, url: balancer.url });
  const payModeUUID = await shop.openOwn();
  const stop = new AbortController();
  const tills = ['a', 'b', 'c', 'd'].map(
    async (name) => await runStrictTill({ shop, payModeUUID, name }, stop.signal),
  );

  for (const member of [...apis, ...workers]) {
    await replace(member);
    if (member.url === '') continue;
    // The next one goes only when this one has taken its share again, as README asks.
    const before = balancer.given(member.url);
    await eventually(
      async () => await Promise.resolve(balancer.given(member.url)),
      (given) => given > before,
    );
  }
  stop.abort();
  const seen = await Promise.all(tills);

  const failures = seen.flatMap((till) => till.failures);
  const calls = seen.reduce((sum, till) => sum + till.calls, 0);
  reportFaults({
    what: 'rolling restart of two APIs and two workers, calls of tills',
    n: calls,
    bad: failures.length,
  });
  expect(failures).toEqual([]);
  expect(calls).toBeGreaterThan(100);
  const open = async () => await runSql(gateway.databaseUrl, OPEN);
  await eventually(open, (rows) => rows.length === 0, 60_000);
  await expectInvariants(gateway);
});
