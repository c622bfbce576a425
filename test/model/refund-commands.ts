import fc from 'fast-check';
import { expect } from 'vitest';
import { type Chosen, deceives } from './behaviours.ts';
import type { Command } from './pay-commands.ts';
import { codeOf, expectCode, type Known, type Model, nextNo, pick, type Real } from './world.ts';

/** A refund before it is sent. */
interface RefundSettings {
  /** chooses the payment */
  readonly by: number;
  /** percent of what was paid; above 100 is too much; null: all that is left */
  readonly percent: number | null;
  readonly isCancel: boolean;
  readonly behaviour: Chosen;
}

interface RefundBody {
  readonly payTractionNo: string;
  readonly clientRefundNo: string;
  readonly refundAmount?: number;
  readonly isCancel: number;
  readonly clientExtraParams: { readonly sandbox: string };
}

const describe = ({ by, percent, isCancel, behaviour }: RefundSettings) =>
  `${by}, ${percent ?? 'all'}${isCancel ? ', cancel' : ''}, ${behaviour.text}`;

function bodyOf(model: Model, refund: RefundSettings, clientRefundNo: string): RefundBody {
  const pay = pick(model.pays, refund.by);
  const fen = refund.percent === null ? null : Math.ceil((pay.amount * refund.percent) / 100);
  return {
    payTractionNo: pay.tractionNo,
    clientRefundNo,
    ...(fen !== null && { refundAmount: fen }),
    isCancel: refund.isCancel ? 1 : 0,
    clientExtraParams: { sandbox: refund.behaviour.text },
  };
}

interface PayNow {
  readonly status: string;
  readonly refundAmount: number;
}

/**
 * The codes with which a refund may be answered. Exactly one when nothing of its payment is moving;
 * otherwise what moves meanwhile may decide.
 */
function allowedCodes(pay: Known, now: PayNow, asked: Asked): readonly number[] {
  if (now.status === 'refunded') return [9007];
  const decided = fits(pay, now, asked) ? 200 : 9006;
  if (now.status !== 'payed' && now.status !== 'partRefunded') {
    return mayCome(pay, now) ? [decided, 9006, 9007] : [9006, 9007];
  }
  if (asked.isCancel === 1 && now.refundAmount > 0) return [9007];
  return asked.pending ? [decided, 9006, 9007] : [decided];
}

function fits(pay: Known, now: PayNow, asked: Asked): boolean {
  const left = pay.amount - now.refundAmount;
  const wanted = asked.refundAmount ?? left;
  return wanted <= left && (asked.isCancel === 0 || wanted === pay.amount);
}

/** Its money may still come, or come late. */
const mayCome = ({ mode }: Known, { status }: PayNow) =>
  status === 'paying' || mode.lateSuccessPolicy === 'accept';

interface Asked extends RefundBody {
  /** a refund of the same payment is open */
  readonly pending: boolean;
}

interface RefundOrder {
  uuid: string;
  tractionNo: string;
  status: string;
  refundAmount: number;
}

interface Answered {
  readonly refund: RefundSettings;
  readonly body: RefundBody;
  readonly order: RefundOrder;
}

function remember(model: Model, real: Real, { refund, body, order }: Answered): void {
  const pay = pick(model.pays, refund.by);
  const { mode } = pay;
  const { uuid, tractionNo, status, refundAmount: amount } = order;
  const clientNo = body.clientRefundNo;
  if (body.refundAmount !== undefined) expect(amount).toBe(body.refundAmount);
  expect(amount).toBeLessThanOrEqual(pay.amount);
  const { behaviour } = refund;
  const ids = { uuid, tractionNo, clientNo, status };
  model.refunds.push({ kind: 'refund', ...ids, body, mode, behaviour, amount });
  if (deceives(mode, behaviour)) real.deceived.add(tractionNo);
  const statuses = mode.isOnline ? ['refunding', 'refunded', 'refundFailed'] : ['refunded'];
  expect(statuses).toContain(status);
}

class Refund implements Command {
  readonly #refund: RefundSettings;
  readonly #prefer: string;
  constructor(refund: RefundSettings, prefer: string) {
    this.#refund = refund;
    this.#prefer = prefer;
  }
  check = (model: Readonly<Model>) => model.pays.length > 0;
  toString = () => `refund(${describe(this.#refund)}, ${this.#prefer})`;
  async run(model: Model, real: Real): Promise<void> {
    const pay = pick(model.pays, this.#refund.by);
    const body = bodyOf(model, this.#refund, nextNo(model.refunds));
    // In this order: what is not pending by now cannot change the payment after it is read.
    const open = await real.client.get(`/payOrders/${pay.uuid}/refundOrders?status=refunding`);
    const pending = open.body.size > 0;
    const before = (await real.client.get(`/payOrders/${pay.uuid}`)).body;
    const answer = await real.client.post('/refund', body, { prefer: this.#prefer });
    const what = `payment was ${before.status}, ${before.refundAmount} of ${pay.amount} refunded`;
    const allowed = allowedCodes(pay, before, { ...body, pending });
    expect(allowed, `${what}: ${JSON.stringify(answer.body)}`).toContain(codeOf(answer));
    if (answer.status !== 200) return;
    remember(model, real, { refund: this.#refund, body, order: answer.body.data });
  }
}

/** A batch of refunds, perhaps of one payment, each of them twice, and one of a foreign payment. */
class BatchRefund implements Command {
  readonly #refunds: readonly RefundSettings[];
  constructor(refunds: readonly RefundSettings[]) {
    this.#refunds = refunds;
  }
  check = (model: Readonly<Model>) => model.pays.length > 0;
  toString = () => `batchRefund(${this.#refunds.map(describe).join('; ')})`;
  async run(model: Model, real: Real): Promise<void> {
    const fresh = this.#refunds.map((refund, i) => ({
      refund,
      // A number of its own kind: a refused one leaves no gap in the model's own numbers.
      body: bodyOf(model, refund, `b${model.refunds.length}x${model.pays.length}x${i}`),
    }));
    const bodies = fresh.map(({ body }) => body);
    const foreign = { payTractionNo: '10000000000000000001', clientRefundNo: 'foreign' };
    const answer = await real.client.post(
      '/batchRefund',
      { batchRefundData: [...bodies, foreign, ...bodies] },
      { prefer: 'wait=1' },
    );
    expectCode(answer, [200]);
    const results: Array<{ statusCode: number; body: { data: RefundOrder; code?: number } }> =
      answer.body.batchRefundResult;
    expect(results).toHaveLength(2 * bodies.length + 1);
    expect(results[bodies.length]?.body.code).toBe(9003);
    const repeats = results.slice(bodies.length + 1);
    for (const [i, one] of fresh.entries()) {
      const { statusCode, body } = results[i] ?? { statusCode: 0, body: { data: undefined } };
      expect(repeats[i]?.statusCode).toBe(statusCode);
      expect([200, 9006, 9007]).toContain('code' in body ? body.code : statusCode);
      if (statusCode !== 200 || body.data === undefined) continue;
      expect(repeats[i]?.body.data.uuid).toBe(body.data.uuid);
      const isKnown = model.refunds.some(({ uuid }) => uuid === body.data?.uuid);
      if (!isKnown) remember(model, real, { ...one, order: body.data });
    }
  }
}

/** Commands of a cashier who gives money back. */
export function refundCommands(behaviour: fc.Arbitrary<Chosen>): fc.Arbitrary<Command>[] {
  const settings = fc.record({
    by: fc.nat(1_000),
    percent: fc.constantFrom(null, 1, 30, 50, 100, 101),
    isCancel: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    behaviour,
  });
  const refund = fc
    .tuple(settings, fc.constantFrom('respond-async', 'wait=1'))
    .map(([one, prefer]) => new Refund(one, prefer));
  const batch = fc
    .array(settings, { minLength: 1, maxLength: 4 })
    .map((refunds) => new BatchRefund(refunds));
  return [refund, refund, refund, batch];
}
