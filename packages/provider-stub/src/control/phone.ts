import type { Order } from '../bank/types.ts';
import type { Protocol, World } from '../world.ts';
import { ControlError } from './controlled.ts';

/** What waits for a person. */
export interface Waiting {
  readonly out_trade_no: string;
  readonly kind: 'barcode' | 'qr';
  readonly amount: number;
  readonly subject: string;
  readonly codeUrl: string | null;
  readonly isScanned: boolean;
}

/** Every order that a customer can still pay, the newest first. */
export function waitingOnPhone({ bank, clock }: World): readonly Waiting[] {
  return [...bank.store.orders.values()]
    .filter((order) => canPay(order, clock.now()) && (order.kind === 'qr' || order.isWithPayer))
    .map(({ outTradeNo, kind, amount, subject, codeUrl, isWithPayer }) => ({
      ...{ out_trade_no: outTradeNo, kind, amount, subject, codeUrl, isScanned: isWithPayer },
    }))
    .toReversed()
    .slice(0, 50);
}

function canPay({ state, expiresAt }: Order, now: number): boolean {
  return state === 'waiting' && (expiresAt === null || now < expiresAt);
}

/**
 * The customer approves or refuses an order.
 *
 * @throws {ControlError} 404 without such an order, 409 when it cannot be paid any more
 */
export function actOnPhone(world: World, body: Readonly<Record<string, unknown>>) {
  const order = world.bank.store.find(String(body['out_trade_no']));
  if (order === undefined) throw new ControlError('no such order', 404);
  return act(world, order, body['act']);
}

/**
 * The customer's phone reads a code of the till. Without `act`, or with `scan`, the order is then on the phone.
 *
 * @throws {ControlError} 404 without such a code, 409 when it cannot be paid any more
 */
export function scanCode(
  world: World,
  protocol: Protocol,
  body: Readonly<Record<string, unknown>>,
) {
  const order = world.bank.store.findByCode(String(body['codeUrl']));
  if (order === undefined) throw new ControlError('no such code', 404);
  if (!canPay(order, world.clock.now())) throw new ControlError('the code has expired', 409);
  const scanned = protocol.scan(order);
  const wanted = body['act'];
  if (wanted === undefined || wanted === 'scan') return shown(scanned);
  return act(world, scanned, wanted);
}

function act(world: World, order: Order, wanted: unknown) {
  if (!canPay(order, world.clock.now())) throw new ControlError('it cannot be paid any more', 409);
  if (wanted === 'approve') return shown(world.bank.pay(order));
  if (wanted === 'refuse') return shown(refuse(world, order));
  throw new ControlError('act: approve or refuse');
}

/** A code of the till can be scanned again; a refused barcode is over. */
function refuse({ bank }: World, order: Order): Order {
  return order.kind === 'qr'
    ? bank.change(order, { isWithPayer: false })
    : bank.end(order, 'failed');
}

function shown({ outTradeNo, state, amount }: Order) {
  return { out_trade_no: outTradeNo, state, amount };
}
