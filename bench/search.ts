// npm run bench:search -- [--orders 5000000] [--times 200] [--engine postgres]
// Finds orders by every kind of number on a filled database, through the API, beside one look-up by an index in the
// same moments. Each payment of the database has two tags, as if every mode had two search keys.
import { createBarcodeCode } from '@payserver/shared/runtime/barcode-code';
import { type Database, openDatabase } from '@payserver/shared/store/database';
import { Client } from 'undici';
import { describeCommand, someOf, wholeNumber } from '../scripts/command-line.mjs';
import type { EngineName } from '../test/support/servers.ts';
import { adminToken, merchantToken } from '../test/support/tokens.ts';
import { startBenchPostgres } from './database.ts';
import { fillAndReport } from './filling.ts';
import { type BenchGateway, startBenchGateway } from './gateway.ts';

const ENGINES: readonly EngineName[] = ['redis', 'postgres'];
const { orders, times, engines } = describeCommand(
  'bench:search',
  'Finds orders by every kind of number on a filled database.',
)
  .option('--orders <n>', 'payments of the database', wholeNumber(1_000), 5_000_000)
  .option('--times <n>', 'each kind of number is asked for so often', wholeNumber(10), 200)
  .option('--engines <name>', 'the queue beside it', someOf(ENGINES), ['postgres'])
  .parse()
  .opts<{ orders: number; times: number; engines: EngineName[] }>();

/** A tag is a hundred bytes of two; the barcodes of old payments are not known, so that most have any code. */
const TAGS = `INSERT INTO "OrderTag" (value, "merchantUUID", "orderId")
  SELECT tag.value, "merchantUUID", id FROM "PayOrder" CROSS JOIN LATERAL (VALUES
    (concat('=', "clientExtraParams"->>'orderNo')),
    (concat('#', left(translate(encode(sha256(id::text::bytea), 'base64'), '+/', '-_'), 22)))) tag(value)`;
const AFTER_TAGS = 'VACUUM (ANALYZE) "OrderTag"';
const PROBE = 'SELECT * FROM "PayOrder" WHERE uuid = $1';
const PROBED = 'one look-up by an index';
/** Ten million rows with their index. */
const TAGGING_MS = 1_800_000;
const BARCODE_DIGITS = 18;

/** An order and the numbers that it has, by their kinds. */
interface Sample {
  readonly merchantUUID: string;
  readonly numbers: Readonly<Record<string, string>>;
}

type Row = Readonly<Record<string, string | null>>;

const postgres = await startBenchPostgres();
try {
  const databaseUrl = await postgres.newDatabase();
  await fillAndReport(databaseUrl, { orders });
  const engine = engines[0] ?? 'postgres';
  const gateway = await startBenchGateway(postgres, {
    engine,
    delayMs: 0,
    profileIn: '',
    databaseUrl,
  });
  try {
    await run(gateway);
  } finally {
    await gateway.stop();
  }
} finally {
  await postgres.stop();
}

async function run(gateway: BenchGateway): Promise<void> {
  const db = openDatabase({
    url: gateway.databaseUrl,
    max: 1,
    name: 'bench',
    timeoutMs: TAGGING_MS,
    onError: (error) => console.error(error.message),
  });
  const { pool } = db;
  const client = new Client(gateway.url);
  try {
    await pool.query(TAGS);
    await pool.query(AFTER_TAGS);
    const samples = await takeSamples(pool, gateway.env['NOTIFY_TOKEN_SECRET'] ?? '');
    print(await measureAll({ pool, client, path: gateway.path }, samples));
  } finally {
    await client.close();
    await db.close();
  }
}

/** Orders of all ages that have a number of every kind, and a barcode of their own. */
async function takeSamples(pool: Database['pool'], secret: string): Promise<Sample[]> {
  const { rows } = await pool.query<Row>(
    `SELECT p.*, r."tractionNo" AS "refundNo", r."clientRefundNo", r."thirdRefundNo", p."clientExtraParams"->>'orderNo' AS "orderNo"
     FROM "RefundOrder" r JOIN "PayOrder" p ON p.uuid = r."payOrderUUID"
     WHERE r."thirdRefundNo" IS NOT NULL AND p."thirdPayNo" IS NOT NULL ORDER BY random() LIMIT $1`,
    [times],
  );
  const codeOf = createBarcodeCode(secret);
  return await Promise.all(
    rows.map(async (row, at) => {
      const barcode = `13${String(at).padStart(BARCODE_DIGITS - 2, '7')}`;
      await pool.query(`INSERT INTO "OrderTag" VALUES ($1, $2, $3)`, [
        `#${codeOf(barcode)}`,
        row['merchantUUID'],
        row['id'],
      ]);
      return sampleOf(row, barcode);
    }),
  );
}

function sampleOf(row: Row, barcode: string): Sample {
  const of = (name: string) => row[name] ?? '';
  const beginning = (name: string) => of(name).slice(0, -1);
  return {
    merchantUUID: of('merchantUUID'),
    numbers: {
      uuid: of('uuid'),
      tractionNo: of('tractionNo'),
      'tractionNo of a refund': of('refundNo'),
      clientPayNo: of('clientPayNo'),
      clientRefundNo: of('clientRefundNo'),
      thirdPayNo: of('thirdPayNo'),
      thirdRefundNo: of('thirdRefundNo'),
      barcode,
      searchKey: of('orderNo'),
      'beginning of clientPayNo': beginning('clientPayNo'),
      'beginning of clientRefundNo': beginning('clientRefundNo'),
      'beginning of thirdPayNo': beginning('thirdPayNo'),
      'beginning of thirdRefundNo': beginning('thirdRefundNo'),
      'number that nothing has': `${of('uuid').slice(0, -1)}-`,
    },
  };
}

interface Place {
  readonly pool: Database['pool'];
  readonly client: Client;
  readonly path: string;
}

type Times = Map<string, number[]>;

/** All kinds in turn, so that whatever else this machine does then meets them alike. */
async function measureAll(
  { pool, client, path }: Place,
  samples: readonly Sample[],
): Promise<Times> {
  const measured: Times = new Map();
  const admin = await adminToken();
  const measure = async (name: string, ask: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await ask();
    const ms = performance.now() - startedAt;
    measured.set(name, [...(measured.get(name) ?? []), ms]);
  };
  for (const { merchantUUID, numbers } of samples) {
    const own = await merchantToken(merchantUUID);
    await measure(PROBED, async () => {
      await pool.query({ name: 'probe', text: PROBE, values: [numbers['uuid']] });
    });
    await measure('GET payOrders/:uuid', async () => {
      await get(client, { path: `${path}/payOrders/${numbers['uuid']}`, token: own });
    });
    for (const [kind, number] of Object.entries(numbers)) {
      const search = `${path}/search?q=${encodeURIComponent(number)}`;
      for (const [who, token] of Object.entries({ shop: own, operator: admin })) {
        await measure(
          `${kind}, ${who}`,
          async () => await find(client, { path: search, token, kind }),
        );
      }
    }
    const amount = `${path}/search?amount=500`;
    await measure(
      'amount in a week, shop',
      async () => await get(client, { path: amount, token: own }),
    );
    await measure('amount in a week, operator', async () => {
      await get(client, { path: amount, token: admin });
    });
  }
  return measured;
}

interface Question {
  readonly path: string;
  readonly token: string;
}

async function get(client: Client, { path, token }: Question): Promise<{ items?: unknown[] }> {
  const headers = { authorization: `Bearer ${token}` };
  const { statusCode, body } = await client.request({ method: 'GET', path, headers });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${text}`);
  return JSON.parse(text) as { items?: unknown[] };
}

async function find(client: Client, question: Question & { readonly kind: string }): Promise<void> {
  const { items = [] } = await get(client, question);
  const isThere = items.length > 0;
  if (isThere === question.kind.startsWith('number that')) {
    throw new Error(`${question.path} (${question.kind}) finds ${items.length} orders`);
  }
}

function print(measured: Times): void {
  const at = (values: readonly number[], share: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
  const floor = at(measured.get(PROBED) ?? [], 0.5);
  console.log(`${orders} payments, each number ${times} times\n`);
  console.log('| found by | p50, ms | p95, ms | p50 / one look-up |\n|---|---|---|---|');
  for (const [name, values] of measured) {
    const [p50, p95] = [at(values, 0.5), at(values, 0.95)];
    console.log(
      `| ${name} | ${p50.toFixed(2)} | ${p95.toFixed(2)} | ${(p50 / floor).toFixed(1)} |`,
    );
  }
}
