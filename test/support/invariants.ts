import { type Database, openDatabase } from '@payserver/shared/store/database';
import { type Beyond, compareWithLedger } from '@payserver/shared/store/invariants/compare-ledger';
import { type Breach, findBreaches } from '@payserver/shared/store/invariants/find-breaches';
import { type EffectsByNo, sumEffects } from '@payserver/shared/store/invariants/ledger-effects';
import { expect } from 'vitest';
import type { GatewayAddress } from './gateway.ts';

interface LedgerLine {
  readonly event: string;
  readonly tractionNo: string;
  readonly amount: number | null;
}

/** The lines of the sandbox's ledger: the ground truth about every charge and refund. */
export async function readLedger(
  gateway: Pick<GatewayAddress, 'sandboxUrl'>,
): Promise<LedgerLine[]> {
  return (await ledgerText(gateway)).map((line) => JSON.parse(line) as LedgerLine);
}

/** What the sandbox's ledger holds about each traction number. */
export async function readEffects(
  gateway: Pick<GatewayAddress, 'sandboxUrl'>,
): Promise<EffectsByNo> {
  return await sumEffects(await ledgerText(gateway));
}

async function ledgerText({ sandboxUrl }: Pick<GatewayAddress, 'sandboxUrl'>): Promise<string[]> {
  const text = await (await fetch(`${sandboxUrl}/sandbox/ledger`)).text();
  return text.split('\n').filter(Boolean);
}

/**
 * What breaks a rule that must always hold, by the code behind `npm run check:invariants`. Here the ledger is that
 * of every connector, and who settles by hand has read it: what it cannot judge is a breach as well.
 */
export async function breachesOf(
  gateway: Pick<GatewayAddress, 'databaseUrl' | 'sandboxUrl'>,
): Promise<Breach[]> {
  return await withDatabase(gateway, async (db) => {
    const beyond: Beyond[] = [];
    const effects = async () => await readEffects(gateway);
    const breaches = [
      ...(await collect(findBreaches(db))),
      ...(await collect(compareWithLedger(db, effects, (one) => beyond.push(one)))),
    ];
    return [...breaches, ...beyond.map(asBreach)];
  });
}

function asBreach(beyond: Beyond): Breach {
  const tractionNo = beyond.kind === 'byHand' ? beyond.tractionNo : '';
  const rule = 'the ledger can judge every order';
  return { rule, tractionNo, uuid: '', payOrderUUID: '', detail: JSON.stringify(beyond) };
}

async function withDatabase<T>(
  { databaseUrl }: Pick<GatewayAddress, 'databaseUrl'>,
  use: (db: Database) => Promise<T>,
): Promise<T> {
  const db = openDatabase({ url: databaseUrl, max: 4, name: 'invariants', onError: () => {} });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}

/**
 * Fails when anything in the database breaks a rule that must always hold, or says something else than
 * the connector's ledger: a charge doubled, a success or a failure that is not true.
 */
export async function expectInvariants(gateway: GatewayAddress): Promise<void> {
  expect(await breachesOf(gateway)).toEqual([]);
}

/** The same for a gateway whose connectors are the test's own and keep no ledger: the database alone. */
export async function expectRecordsHold(
  gateway: Pick<GatewayAddress, 'databaseUrl'>,
): Promise<void> {
  expect(await withDatabase(gateway, async (db) => await collect(findBreaches(db)))).toEqual([]);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
