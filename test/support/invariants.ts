import { openDatabase } from '@payserver/shared/store/database';
import { type Breach, findBreaches } from '@payserver/shared/store/invariants';
import { expect } from 'vitest';
import type { GatewayAddress } from './gateway.ts';

interface LedgerLine {
  readonly event: string;
  readonly tractionNo: string;
  readonly amount: number | null;
}

/** What the sandbox connector holds about one traction number. */
interface Effects {
  readonly moved: number;
  readonly givenBack: number;
  readonly amount: number | null;
}

const PAID = ['payed', 'partRefunded', 'refunded'];

/** The lines of the sandbox's ledger: the ground truth about every charge and refund. */
export async function readLedger(gateway: GatewayAddress): Promise<LedgerLine[]> {
  const text = await (await fetch(`${gateway.sandboxUrl}/sandbox/ledger`)).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LedgerLine);
}

/**
 * Fails when anything in the database breaks a rule that must always hold, or says something else than
 * the connector's ledger: a charge doubled, a success or a failure that is not true.
 */
export async function expectInvariants(gateway: GatewayAddress): Promise<void> {
  const db = openDatabase({
    url: gateway.databaseUrl,
    max: 4,
    name: 'invariants',
    onError: () => {},
  });
  try {
    const breaches = [...(await findBreaches(db)), ...(await compareWithLedger(db, gateway))];
    expect(breaches).toEqual([]);
  } finally {
    await db.close();
  }
}

async function compareWithLedger(
  db: ReturnType<typeof openDatabase>,
  gateway: GatewayAddress,
): Promise<Breach[]> {
  const pays = await db.prisma.payOrder.findMany({ where: { businessRet: { not: 'offlinePay' } } });
  const refunds = await db.prisma.refundOrder.findMany({
    where: { businessRet: { not: 'offlineRefund' } },
  });
  // Last: other tests go on paying, and what is settled by now is in the ledger by then.
  const effects = sumEffects(await readLedger(gateway));
  const reversed = new Set(
    refunds.filter((r) => r.isReversal === 1 && r.status === 'refunded').map((r) => r.payOrderUUID),
  );
  return [
    ...pays.flatMap((order) =>
      judge(order, effects, {
        amount: order.payAmount,
        moved: PAID.includes(order.status),
        open: order.status === 'paying',
        reversed: reversed.has(order.uuid),
      }),
    ),
    ...refunds.flatMap((order) =>
      judge(order, effects, {
        amount: order.refundAmount,
        moved: order.status === 'refunded',
        open: order.status === 'refunding',
        reversed: false,
      }),
    ),
  ];
}

function sumEffects(lines: readonly LedgerLine[]): Map<string, Effects> {
  const sums = new Map<string, Effects>();
  for (const { event, tractionNo, amount } of lines) {
    const old = sums.get(tractionNo) ?? { moved: 0, givenBack: 0, amount: null };
    if (event === 'charged' || event === 'refunded') {
      sums.set(tractionNo, { ...old, moved: old.moved + 1, amount });
    } else if (event === 'reversed') {
      sums.set(tractionNo, { ...old, givenBack: old.givenBack + 1 });
    }
  }
  return sums;
}

function judge(
  order: { uuid: string; tractionNo: string; status: string },
  effects: ReadonlyMap<string, Effects>,
  said: { amount: number; moved: boolean; open: boolean; reversed: boolean },
): Breach[] {
  const done = effects.get(order.tractionNo) ?? { moved: 0, givenBack: 0, amount: null };
  const breach = (rule: string): Breach => ({
    rule,
    uuid: order.uuid,
    detail: `${order.status}, ledger says ${JSON.stringify(done)}`,
  });
  if (done.moved > 1) return [breach('at most one effect for a traction number')];
  if (said.moved) {
    const isTrue = done.moved === 1 && done.amount === said.amount;
    return isTrue ? [] : [breach('a success has an effect of its amount')];
  }
  const held = done.moved - done.givenBack - (said.reversed ? 1 : 0);
  return said.open || held <= 0 ? [] : [breach('a failure has no effect')];
}
