import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { Ret } from '../connector-kit/gateway-actor.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import { eventually } from '../support/eventually.ts';
import { inParallel } from '../support/in-parallel.ts';
import { type Choices, seededChoices } from '../support/random.ts';
import {
  type AlipayScene,
  barcode,
  buildAlipay,
  PAID,
  payBody,
  refundBody,
  startAlipayScene,
} from './alipay-scene.ts';

/** `PROVIDER_SCENES=5000` plays as many; `PROVIDER_SEED` repeats a run. */
const SCENES = Number(process.env['PROVIDER_SCENES'] ?? 80);
const SEED = Number(process.env['PROVIDER_SEED'] ?? Date.now() % 1_000_000);
const AT_ONCE = Math.min(64, Math.max(8, Math.round(SCENES / 20)));
/** Late money is found and sent back within this time. */
const SETTLED_MS = 60_000;
const FAULTS = { probability: 0.25, groups: [2, 3, 5, 6, 7, 8, 9, 10, 12, 13, 14, 16] };

let build: ArmedPrograms<Point>;
let scene: AlipayScene;
beforeAll(async () => {
  build = await buildAlipay();
  scene = await startAlipayScene(build);
  await scene.stub.post('/control/fault', FAULTS);
  await scene.stub.post('/control/options', { refundGap: 0 });
});
afterAll(async () => {
  await scene.stop();
  await build.remove();
});

/** What the gateway believes at the end. */
interface Claim {
  readonly outTradeNo: string;
  readonly status: 'payed' | 'payFailed' | 'paying';
  readonly amount: number;
  readonly refunded: number;
}

const STATUSES: Readonly<Partial<Record<Ret, Claim['status']>>> = {
  success: 'payed',
  failed: 'payFailed',
};

/** Whoever does not hear the end in time goes on asking; here it is no claim. */
const endOf = async (work: Promise<{ readonly ret: Ret }>): Promise<Ret> =>
  (await work.catch(() => ({ ret: 'running' as const }))).ret;

async function pays(random: Choices): Promise<{ readonly no: string; readonly ret: Ret }> {
  const body = payBody(scene, {
    code: barcode(random.pick(['000000', '010001', '010200', '110700'])),
  });
  const no = body.tractionNo;
  if (random.next() < 0.25) {
    const posted = scene.gateway.call('/pay', body);
    await sleep(random.next() * 400);
    const ret = await endOf(scene.gateway.cancelUntilEnd(no));
    await posted;
    return { no, ret };
  }
  return { no, ret: await endOf(scene.gateway.untilEnd('/pay', body)) };
}

async function shows(random: Choices): Promise<{ readonly no: string; readonly ret: Ret }> {
  const body = payBody(scene);
  const no = body.tractionNo;
  const { body: said } = await scene.gateway.call('/pay', body);
  const { codeUrl } = { ...(said['payData'] as { codeUrl?: string } | undefined) };
  if (codeUrl !== undefined && random.next() < 0.7) {
    const act = random.pick(['approve', 'refuse', 'scan'] as const);
    await scene.stub.scan(codeUrl, act).catch(() => undefined);
  }
  return { no, ret: await endOf(scene.gateway.untilEnd('/pay', body)) };
}

async function play(random: Choices): Promise<Claim> {
  const { no, ret } = await (random.next() < 0.25 ? shows(random) : pays(random));
  const about = { outTradeNo: no, amount: PAID, refunded: 0 };
  const status = STATUSES[ret] ?? 'paying';
  if (status !== 'payed' || random.next() < 0.6) return { ...about, status };
  const refund = await endOf(scene.gateway.untilEnd('/refund', refundBody(scene, no, 200)));
  // A refund that is open may or may not be in the ledger.
  if (refund === 'running') return { ...about, status: 'paying' };
  return { ...about, status, refunded: refund === 'success' ? 200 : 0 };
}

test(
  `${SCENES} random scenes leave no fen without an order and no order without its fen`,
  async () => {
    const claims = await inParallel(
      AT_ONCE,
      SCENES,
      async (at) => await play(seededChoices(SEED + at)),
    );
    await scene.stub.post('/control/fault', { probability: 0, groups: [] });
    const judge = async () =>
      (await scene.stub.post('/control/oracle', { orders: claims }))['violations'] as string[];
    const violations = await eventually(judge, (found) => found.length === 0, SETTLED_MS).catch(
      judge,
    );
    expect(violations, `PROVIDER_SEED=${SEED}`).toEqual([]);
    const open = claims.filter(({ status }) => status === 'paying').length;
    expect(open, 'payments whose end nobody heard').toBeLessThanOrEqual(Math.ceil(SCENES / 10));
  },
  600_000 + SCENES * 4_000,
);
