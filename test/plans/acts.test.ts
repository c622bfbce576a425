import { expect, onTestFinished, test } from 'vitest';
import { startFaultRig } from '../support/fault-rig.ts';
import { fillOrders } from '../support/fill/fill-orders.ts';
import { operator } from '../support/gateway.ts';
import { startOwnPostgres } from '../support/own-postgres.ts';
import { COUNTING, explainedIn } from '../support/plans.ts';
import { runSql } from '../support/sql.ts';

const ORDERS = 6_000;
const OPEN = 100;
/** Of the audit log and of exceptions. */
const LINES = 20_000;

const FILL_AUDIT = `INSERT INTO "AuditRecord" (uuid, actor, action, target, result, address, "requestId", detail)
  SELECT n::text, 'a', 'POST /x', (n % 1000)::text, 'done', 'a', 'r', '{}' FROM generate_series(1, ${LINES}) n`;
const FILL_EXCEPTIONS = `INSERT INTO "TradeException" (uuid, "merchantUUID", kind, "payOrderUUID", "payModeUUID", "tractionNo",
    amount, reason, "orderStatus", actor, detail, policy)
  SELECT n::text, 'm' || n % 500, 'pay', (n % 1000)::text, 'mode', n::text, 1, 'lateSuccess', 'payFailed', 'notice', '{}', 'review'
  FROM generate_series(1, ${LINES}) n`;

test('what the console asks of the audit log, of exceptions and of open orders reads little else', {
  timeout: 240_000,
}, async () => {
  const postgres = await startOwnPostgres(COUNTING);
  await fillOrders(postgres.url, { orders: ORDERS, shops: 20, open: OPEN });
  await runSql(postgres.url, FILL_AUDIT);
  await runSql(postgres.url, FILL_EXCEPTIONS);
  const rig = await startFaultRig('postgres', {}, postgres);
  onTestFinished(async () => await rig.stop());
  const admin = await operator(rig);
  // So often that each connection has made the plan that it uses from then on.
  for (let round = 0; round < 30; round += 1) {
    for (const [path, size] of [
      [`/auditRecords?target=${round}`, LINES / 1_000],
      [`/exceptions?payOrderUUID=${round}`, LINES / 1_000],
      [`/exceptions?merchantUUID=m${round}&limit=10`, 10],
    ] as const) {
      const { body } = await admin.get(path);
      expect([path, body.size]).toEqual([path, size]);
    }
    const stuck = (await admin.get('/stuckOrders')).body.items as { count: number }[];
    expect(stuck.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(OPEN / 2);
    const { status, body } = await admin.post('/selections', { kind: 'pay' });
    expect([status, body.total > 0]).toEqual([201, true]);
  }
  const explained = explainedIn(await postgres.readLog()).filter(
    ({ by }) => by === 'payserver-api',
  );
  const of = (pattern: RegExp) => explained.filter(({ text }) => pattern.test(text));
  const lists = of(/FROM "public"."(?:AuditRecord|TradeException)"/);
  const open = of(/AS counts\b|INSERT INTO "Selection" /);
  expect([lists.length, open.length]).toEqual([expect.any(Number), 60]);
  expect(lists.length).toBeGreaterThanOrEqual(90);
  const scans = [...lists, ...open].flatMap((one) => one.scans);
  expect(scans.filter(({ how }) => how === 'Seq Scan')).toEqual([]);
  const wasteful = [
    ...lists.filter(({ passedOver }) => passedOver > 50),
    ...open.filter(({ passedOver }) => passedOver > 2 * OPEN),
  ];
  expect(wasteful.map(({ text, passedOver }) => [text.slice(0, 200), passedOver])).toEqual([]);
});
