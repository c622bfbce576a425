import { bookOf, booksTrade, ONE_WASH } from './books.ts';
import type { Demo, DemoStep } from './demo.ts';
import { type DemoMode, type DemoModes, sandboxMode } from './open-modes.ts';
import { stubSteps } from './stub-steps.ts';
import { stubTrade } from './stubs.ts';
import { type Order, payOnce, refundOnce } from './trade.ts';

const PART = 0.4;

/**
 * Pays once in each mode, once above a credit limit, once so that it is declined, once so that the answer is lost after
 * the charge, once so that a notice finishes it; then refunds one payment whole and one in two parts.
 */
export async function dayAtTheTill(demo: Demo, modes: DemoModes): Promise<DemoStep[]> {
  const steps: DemoStep[] = [];
  for (const [index, mode] of modes.fromTemplates.entries()) {
    // Offline nobody is asked for money: the till has it already.
    const what = mode.isOnline === 1 ? 'pay' : 'recorded, not charged';
    const trade = {
      what,
      mode,
      amount: 100 * (index + 1),
      ...booksTrade(mode),
      ...stubTrade(mode),
    };
    const { step, order } = await payOnce(demo, trade);
    steps.push(step);
    if (order !== null && demo.books !== null) steps.push(...(await booksSteps(demo, mode, order)));
    steps.push(...(await stubSteps(demo, mode)));
  }
  const online = sandboxMode(modes);
  if (online !== null) {
    const declined = { what: 'pay, declined', mode: online, amount: 800, sandbox: 'fail' };
    const lost = { what: 'pay, answer lost', mode: online, amount: 900, sandbox: 'chargeThen502' };
    steps.push((await payOnce(demo, declined)).step, (await payOnce(demo, lost)).step);
  }
  if (modes.async !== null) {
    const sandbox = 'runThenNotice:800';
    const later = { what: 'pay, notice later', mode: modes.async, amount: 1_000, sandbox };
    steps.push((await payOnce(demo, { ...later, isAsync: true })).step);
  }
  const refundable = online ?? modes.fromTemplates[0];
  return refundable === undefined ? steps : [...steps, ...(await refunds(demo, refundable))];
}

/** What the shop's own books have besides: a limit, and pieces that come back. */
async function booksSteps(demo: Demo, mode: DemoMode, paid: Order): Promise<DemoStep[]> {
  const book = bookOf(mode);
  if (book === 'signAccount') {
    const above = { what: 'pay, above the limit', mode, ...booksTrade(mode), amount: 200_000 };
    return [(await payOnce(demo, above)).step];
  }
  if (book !== 'memberCount') return [];
  const one = { what: 'refund of one of two', mode, ...ONE_WASH };
  return [(await refundOnce(demo, one, paid)).step];
}

async function refunds(demo: Demo, mode: DemoMode): Promise<DemoStep[]> {
  const whole = await payOnce(demo, { what: 'pay', mode, amount: 1_200 });
  const parts = await payOnce(demo, { what: 'pay', mode, amount: 1_500 });
  const steps = [whole.step, parts.step];
  if (whole.order !== null) {
    const all = { what: 'refund of all', mode, amount: whole.step.amount };
    steps.push((await refundOnce(demo, all, whole.order)).step);
  }
  if (parts.order !== null) {
    const first = Math.round(parts.step.amount * PART);
    const part = { what: 'refund of a part', mode, amount: first };
    const rest = { what: 'refund of the rest', mode, amount: parts.step.amount - first };
    steps.push((await refundOnce(demo, part, parts.order)).step);
    steps.push((await refundOnce(demo, rest, parts.order)).step);
  }
  return steps;
}
