import { expect, onTestFinished, test } from 'vitest';
import { startFaultRig } from '../support/fault-rig.ts';
import { fillOrders } from '../support/fill/fill-orders.ts';
import { cashier } from '../support/gateway.ts';
import { startOwnPostgres } from '../support/own-postgres.ts';
import { COUNTING, explainedIn } from '../support/plans.ts';
import { runSql } from '../support/sql.ts';
import { type Item, walkList } from '../support/walk-list.ts';

const QUIET = 'shop0000';
const ORDERS = 3_000;
const LONG_PAGE = 200;
/** All that was paid since by others: rows like those of the quiet shop, with numbers behind them. */
const SINCE = ['PayOrder', 'RefundOrder', 'TradeRecord'].map(
  (table) => `INSERT INTO "${table}" SELECT (jsonb_populate_record(o, jsonb_build_object(
    'id', o.id + 1000000, 'uuid', 'z' || substr(o.uuid, 2), 'merchantUUID', 'busy', 'payModeUUID', 'busy',
    'tractionNo', '9' || substr(o."tractionNo", 2)))).* FROM "${table}" o`,
);

// Half of all rows are this shop's, so that the planner finds it cheap to go through all rows until enough of them
// are: it cannot know that the last thousands are another shop's.
test('the lists of a shop read its own rows, also when it has been quiet for long', {
  timeout: 180_000,
}, async () => {
  const postgres = await startOwnPostgres(COUNTING);
  await fillOrders(postgres.url, { orders: ORDERS, shops: 1 });
  for (const sql of [...SINCE, 'ANALYZE']) await runSql(postgres.url, sql);
  const rig = await startFaultRig('postgres', {}, postgres);
  onTestFinished(async () => await rig.stop());
  const client = await cashier(rig, QUIET);
  const { payModeUUID } = (await client.get('/payOrders?limit=1')).body.items[0] as Item;
  const lists = Object.entries(FILTERS).flatMap(([list, filters]) =>
    [list, `/payModes/${payModeUUID}${list}`].map((path) => [path, filters] as const),
  );
  for (const [list, filters] of lists) {
    for (const question of [
      '',
      '?orderBy=createdAt',
      '?orderBy=createdAt%20desc',
      '?offset=3',
      ...filters,
    ]) {
      const { status, body } = await client.get(`${list}${question}`);
      expect([list, question, status]).toEqual([list, question, 200]);
      expect(body.items.length).toBeGreaterThan(0);
    }
  }
  for (const order of ['createdAt', 'createdAt%20desc']) {
    await walkList(client, `/payOrders?limit=${LONG_PAGE}&orderBy=${order}`);
  }
  const statements = explainedIn(await postgres.readLog());
  const wasteful = statements
    .filter(({ by, passedOver }) => by === 'payserver-api' && passedOver > PAGE)
    .map(({ text, passedOver }) => [passedOver, text.slice(-200)]);
  expect(wasteful).toEqual([]);
  const blocks = statements
    .filter(({ text }) => text.startsWith('SELECT id FROM "PayOrder"'))
    .slice(-2 * (ORDERS / LONG_PAGE))
    .map((statement) => statement.blocks);
  // Going through all that come before would show with each page.
  expect(Math.max(...blocks) - Math.min(...blocks)).toBeLessThan(8);
});

/** One that most rows pass. */
const FILTERS = {
  '/payOrders': ['?status=payed'],
  '/refundOrders': ['?status=refunded'],
  '/tradeRecords': ['?kind=pay&orderBy=createdAt%20desc'],
};

/** What a page may read besides its rows; with a filter, those of its shop that do not pass it. */
const PAGE = 1_000;
