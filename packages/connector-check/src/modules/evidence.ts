import type { ConnectorOutcome } from '@payserver/shared/domain/connector-outcome';
import { readBody } from '../gateway.ts';
import type { Order } from '../orders.ts';
import { must, NotSeen, nameOf, type Scene } from '../scene.ts';

/** A notice that should not be sent comes within this time, or is not waited for. */
const LATER_MS = 2_000;

const UNNUMBERED = 'it names no thirdOrderNo, so whether it was done twice cannot be seen';

/** A new payment, paid. */
export async function paid(scene: Scene): Promise<Order> {
  const pay = scene.newPay();
  const { kind } = await scene.carriedOut(pay);
  must(kind === 'succeeded', `the payment ended as ${kind}`);
  return pay;
}

export function mustSucceed(what: string, outcome: ConnectorOutcome): void {
  must(outcome.kind === 'succeeded', `${what} ended as ${nameOf(outcome)}`);
}

export function mustFail(what: string, outcome: ConnectorOutcome): void {
  must(outcome.kind === 'failed', `${what} ended as ${nameOf(outcome)}`);
}

/**
 * Of all that was said of one payment or refund: done once it has one number, done again it has another.
 *
 * @throws {NotSeen} where fewer than two say a number: then nothing can be seen
 */
export function mustBeDoneOnce(outcomes: readonly ConnectorOutcome[]): void {
  const numbers = outcomes.map((one) => (one.kind === 'succeeded' ? one.thirdOrderNo : null));
  const named = numbers.filter((number) => number !== null);
  const done = new Set(named);
  must(done.size <= 1, `it was done ${done.size} times: ${[...done].join(', ')}`);
  if (named.length < 2) throw new NotSeen(UNNUMBERED);
}

/** After a cancellation that was answered `success` or `notFound` no money is there. */
export async function mustBeWithoutMoney(scene: Scene, pay: Order): Promise<void> {
  if (scene.target.queryUrl === null) return;
  const asked = (await scene.query(pay)).outcome;
  const isWithout = asked.kind === 'failed' || asked.kind === 'notFound';
  must(isWithout, `cancelled, and asked about it is ${nameOf(asked)}`);
}

/** Of a payment that nobody has paid: no notice may say that it is. */
export async function mustTellNoSuccess(scene: Scene, pay: Order): Promise<void> {
  if (scene.target.profile !== 'async') return;
  const notices = await scene.notices.arrived(pay.tractionNo, 1, LATER_MS);
  const said = notices.map(({ body }) => readBody(Buffer.from(body), pay).kind);
  must(!said.includes('succeeded'), 'cancelled, and a notice says that it is paid');
}

/** A POST that comes after the cancellation is declined. */
export async function mustDecline(scene: Scene, pay: Order): Promise<void> {
  const late = (await scene.send(pay)).outcome;
  must(late.kind === 'failed', `a POST that comes after it is ${nameOf(late)}`);
  await mustBeWithoutMoney(scene, pay);
}
