import { eventually } from '../../test/support/eventually.ts';
import { type FaultRig, startFaultRig } from '../../test/support/fault-rig.ts';
import { freePort } from '../../test/support/free-port.mjs';
import { startOwnPostgres } from '../../test/support/own-postgres.ts';
import { runCommand } from '../../test/support/run-command.ts';
import { newShop, type Shop } from '../../test/support/shop.ts';
import { openPlainClient } from '../../test/support/sql.ts';
import { TEST_JWT_SECRET } from '../../test/support/tokens.ts';
import { healthOf, type SeenSetting } from './seen.ts';

/** What a database may say, one at a time. */
const SETTINGS: ReadonlyArray<readonly [string, string]> = [
  ...['Asia/Shanghai', 'America/St_Johns'].map((zone) => ['timezone', zone] as const),
  ...['German', 'SQL, DMY', 'Postgres, MDY'].map((style) => ['datestyle', style] as const),
  ['intervalstyle', 'iso_8601'],
  ['bytea_output', 'escape'],
  ['extra_float_digits', '-15'],
  ['client_encoding', 'LATIN1'],
  ['standard_conforming_strings', 'off'],
  ['escape_string_warning', 'off'],
  ['backslash_quote', 'on'],
  ['array_nulls', 'off'],
  ['transform_null_equals', 'on'],
  ['quote_all_identifiers', 'on'],
  ['search_path', 'nowhere'],
  ['synchronous_commit', 'off'],
  ['synchronous_commit', 'local'],
  ['synchronous_commit', 'remote_apply'],
  ['default_transaction_isolation', 'serializable'],
  ['default_transaction_isolation', 'repeatable read'],
  ['default_transaction_deferrable', 'on'],
  ['default_transaction_read_only', 'on'],
  // Shorter than a few milliseconds it ends the statement that makes our settings: "no answer" at the start.
  ['statement_timeout', '20ms'],
  ['lock_timeout', '1ms'],
  ['idle_in_transaction_session_timeout', '1ms'],
  ['idle_session_timeout', '20ms'],
  ['client_min_messages', 'debug5'],
  ['enable_indexscan', 'off'],
  ['enable_seqscan', 'off'],
  ['jit_above_cost', '0'],
  ['plan_cache_mode', 'force_custom_plan'],
  ['work_mem', '64kB'],
  ['temp_buffers', '100'],
  ['synchronize_seqscans', 'off'],
  ['row_security', 'off'],
  ['xmlbinary', 'hex'],
  ['lc_numeric', 'C'],
  ['default_statistics_target', '1'],
];
/** These are the whole server's, and checked when a part starts. */
const OF_THE_SERVER = ['fsync', 'full_page_writes'];

const BACK_MS = 60_000;

interface Tried {
  readonly rig: FaultRig;
  readonly shop: Shop;
  readonly mode: string;
  readonly at: number;
}

/** Tries each setting on a real PostgreSQL with a real gateway, all of whose connections are made anew for it. */
export async function tryPostgresSettings(onSeen: (seen: SeenSetting) => void): Promise<void> {
  const rig = await startFaultRig('postgres', {});
  try {
    const shop = await newShop(rig);
    const mode = await shop.open('onAccount');
    for (const [at, setting] of SETTINGS.entries())
      onSeen(await tryOne({ rig, shop, mode, at }, setting));
    for (const setting of OF_THE_SERVER) onSeen(await tryStart(setting));
  } finally {
    await rig.stop();
  }
}

async function tryOne(
  tried: Tried,
  [name, value]: readonly [string, string],
): Promise<SeenSetting> {
  const { databaseUrl, url } = tried.rig;
  const database = new URL(databaseUrl).pathname.slice(1);
  const admin = await openPlainClient(databaseUrl);
  const endOthers = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  try {
    await admin.query(`ALTER DATABASE ${database} SET ${name} = '${value}'`);
    await admin.query(endOthers);
    const payments = await payOnce(tried);
    const health = await healthOf(url, 'database');
    return { setting: `${name} = ${value}`, health, payments };
  } finally {
    await admin.query(`ALTER DATABASE ${database} RESET ${name}`);
    await admin.query(endOthers);
    await admin.end();
    await eventually(
      async () => await healthOf(url, 'database'),
      (health) => health === 'ok',
      BACK_MS,
    );
  }
}

interface OrderAnswer {
  readonly status: number;
  readonly body: {
    readonly message?: string;
    readonly data?: { readonly uuid: string; readonly status: string; readonly createdAt: string };
  };
}

/** A call may meet a connection that was just ended: 9503 says that it can be sent again unchanged. */
const AGAIN_MS = 5_000;

async function payOnce({ shop, mode, at }: Tried): Promise<string> {
  const options = { headers: { prefer: 'wait=20' } };
  const pay = async () => (await shop.pay(mode, `setting-${at}`, options)) as OrderAnswer;
  const isDone = ({ status, body }: OrderAnswer) =>
    status !== 503 || /read-only/.test(body.message ?? '');
  const { status, body } = await eventually(pay, isDone, AGAIN_MS).catch(pay);
  if (status === 503 && /read-only/.test(body.message ?? '')) return `503: ${body.message}`;
  if (body.data?.status !== 'payed') return `not paid: ${JSON.stringify(body)}`;
  const read = await shop.client.get(`/payOrders/${body.data.uuid}`);
  const { createdAt } = read.body as { createdAt?: string };
  const isSame = createdAt === body.data.createdAt;
  return isSame ? 'paid' : `not paid as it is read: ${body.data.createdAt}, then ${createdAt}`;
}

async function tryStart(name: string): Promise<SeenSetting> {
  const server = await startOwnPostgres({ fsync: 'on', [name]: 'off' });
  try {
    const { errors } = await runCommand('worker', {
      DATABASE_URL: server.url,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      JWT_SECRET: TEST_JWT_SECRET,
    });
    return {
      setting: `${name} = off, at the start`,
      health: errors.trim(),
      payments: 'none: it does not start',
    };
  } finally {
    await server.stop();
  }
}
