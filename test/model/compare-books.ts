import type { Effects } from '../support/ledger.ts';
import type { Stage } from './world.ts';

const PAID = ['payed', 'partRefunded', 'refunded'];

/** An order that says something else than the connector's books. */
interface Difference {
  readonly rule: string;
  readonly uuid: string;
  readonly detail: string;
}

/** What a row says about the money. */
interface Said {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly status: string;
  /** fen */
  readonly amount: number;
  readonly moved: boolean;
  readonly open: boolean;
}

type Reason = 'lateSuccess' | 'lateFailure';

/**
 * What the orders of a merchant, or of all, say that is not true. Stricter than `npm run check:invariants`
 * about exceptions, and it knows who was deceived: a row may be wrong only where an exception tells of
 * the contradiction, or where a false notice lied so that the gateway cannot know better.
 */
export async function compareBooks(
  { db, books, deceived }: Stage,
  merchantUUID: string | null,
): Promise<Difference[]> {
  const said = await readSaid(db, merchantUUID);
  const where = merchantUUID === null ? {} : { merchantUUID };
  const exceptions = await (await db.prisma()).tradeException.findMany({ where });
  const excepted = new Set(exceptions.map(({ tractionNo, reason }) => `${reason} ${tractionNo}`));
  // Last: what is settled by now is in the books by then.
  await books.refresh();
  return said.flatMap((one) => {
    const done = books.of(one.tractionNo);
    const forgiven = (reason: Reason) =>
      deceived.has(one.tractionNo) || excepted.has(`${reason} ${one.tractionNo}`);
    const rule = brokenRule(done, one, forgiven);
    if (rule === null) return [];
    const detail = `${one.status}, the books say ${JSON.stringify(done)}`;
    return [{ rule, uuid: one.uuid, detail }];
  });
}

async function readSaid(db: Stage['db'], merchantUUID: string | null): Promise<Said[]> {
  const { rows } = await db.pool.query<Omit<Said, 'moved' | 'open'>>(
    `SELECT uuid, "tractionNo", status::text, "payAmount" AS amount FROM "PayOrder"
     WHERE "businessRet" <> 'offlinePay' AND ($1::text IS NULL OR "merchantUUID" = $1)
     UNION ALL
     SELECT uuid, "tractionNo", status::text, "refundAmount" FROM "RefundOrder"
     WHERE "businessRet" <> 'offlineRefund' AND ($1::text IS NULL OR "merchantUUID" = $1)`,
    [merchantUUID],
  );
  return rows.map((row) => ({
    ...row,
    moved: PAID.includes(row.status),
    open: row.status === 'paying' || row.status === 'refunding',
  }));
}

function brokenRule(
  done: Effects,
  said: Said,
  forgiven: (reason: Reason) => boolean,
): string | null {
  if (done.moved > 1) return 'at most one effect for a traction number';
  if (said.open) return null;
  const held = done.moved - done.givenBack;
  if (said.moved) {
    const isTrue = held === 1 && done.amount === said.amount;
    return isTrue || forgiven('lateFailure') ? null : 'a success has an effect of its amount';
  }
  return held <= 0 || forgiven('lateSuccess') ? null : 'a failure has no effect';
}
