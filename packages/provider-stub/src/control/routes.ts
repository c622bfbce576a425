import { type Claim, judge } from '../bank/oracle.ts';
import type { Script } from '../behaviour/choose.ts';
import { GROUPS, readTail } from '../behaviour/table.ts';
import { ControlError, type Controlled } from './controlled.ts';
import { actOnPhone, scanCode, waitingOnPhone } from './phone.ts';

type Body = Readonly<Record<string, unknown>>;
type Route = (controlled: Controlled, body: Body, query: URLSearchParams) => unknown;

/** The calls of the control API (research part 2, I4). */
export const ROUTES: Readonly<Record<string, Route>> = {
  'POST /control/script': ({ world }, body) => {
    world.chooser.addScript(readScript(body));
    return { ok: true };
  },
  'POST /control/fault': ({ world }, body) => {
    const probability = numberOf(body, 'probability', 0);
    const groups = Array.isArray(body['groups']) ? body['groups'].map(Number) : DEFAULT_FAULTS;
    world.chooser.setFaults({ probability, groups });
    return { ...world.chooser.faults, seed: world.settings.seed };
  },
  'POST /control/clock': ({ world: { clock } }, body) => {
    const offset = body['offset'] === undefined ? {} : { offset: numberOf(body, 'offset', 0) };
    const speed = body['speed'] === undefined ? {} : { speed: numberOf(body, 'speed', 1) };
    if (speed.speed !== undefined && speed.speed <= 0) throw new ControlError('speed: above 0');
    clock.set({ ...offset, ...speed });
    return { ...clock.setting, now: clock.now() };
  },
  'POST /control/options': ({ options }, body) => {
    options.now = { ...options.now, ...body };
    return options.now;
  },
  'POST /control/listen': async ({ provider }, { up }) => {
    await provider.setUp(up !== false);
    return { up: up !== false };
  },
  'POST /control/reset': ({ world, notifier }) => {
    world.bank.clear();
    world.chooser.clear();
    world.calls.clear();
    notifier.clear();
    world.clock.set({ offset: 0, speed: 1 });
    return { ok: true };
  },
  'POST /control/merchants': ({ protocol }, body) => {
    const { merchantUUID, ...choices } = body;
    if (typeof merchantUUID !== 'string' || !/^[\w-]{1,64}$/.test(merchantUUID)) {
      throw new ControlError('merchantUUID: letters, digits, - and _');
    }
    return protocol.addMerchant(merchantUUID, choices);
  },
  'POST /control/keys/rotate': ({ protocol }, body) => protocol.rotateKeys(body),
  'GET /control/ledger': ({ world: { bank } }) => ({
    balances: bank.store.ledger.balances(),
    bookings: bank.store.ledger.bookings,
  }),
  'GET /control/orders': ({ world: { bank } }, _body, query) => {
    const number = query.get('out_trade_no');
    const orders = [...bank.store.orders.values()].filter(
      ({ outTradeNo }) => number === null || outTradeNo === number,
    );
    return {
      orders: orders.map((order) => ({
        ...order,
        net: bank.store.ledger.net(order.account, order.outTradeNo),
        refunds: bank.store.refundsOf(order),
      })),
    };
  },
  'GET /control/calls': ({ world }, _body, query) => ({
    calls: world.calls.of(query.get('out_trade_no')),
  }),
  'GET /control/notices': ({ notifier }) => ({ notices: notifier.notices }),
  'GET /control/behaviours': () => GROUPS,
  'GET /control/status': ({ world, ports, options }) => ({
    ...ports(),
    clock: { ...world.clock.setting, now: world.clock.now() },
    faults: world.chooser.faults,
    options: options.now,
    seed: world.settings.seed,
  }),
  'GET /control/oracle': ({ world }, _body, query) =>
    judge(world.bank.store, staleBefore(world.clock.now(), query.get('olderThan'))),
  'POST /control/oracle': ({ world }, body) =>
    judge(
      world.bank.store,
      staleBefore(world.clock.now(), textOf(body['olderThan'])),
      Array.isArray(body['orders']) ? (body['orders'] as Claim[]) : null,
    ),
  'GET /control/phone': ({ world }) => ({ waiting: waitingOnPhone(world) }),
  'POST /control/phone': ({ world }, body) => actOnPhone(world, body),
  'POST /control/scan': ({ world, protocol }, body) => scanCode(world, protocol, body),
};

const DEFAULT_FAULTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 16];

function readScript(body: Body): Script {
  const { out_trade_no = '*', call, steps } = body;
  if (typeof out_trade_no !== 'string' || typeof call !== 'string' || !Array.isArray(steps)) {
    throw new ControlError('a script has out_trade_no (or none: any), call and steps');
  }
  const tails = steps.map(String);
  const wrong = tails.find((step) => step !== '000000' && readTail(step) === null);
  if (wrong !== undefined) throw new ControlError(`no such behaviour: ${wrong}`);
  return { out_trade_no, call: call as Script['call'], steps: tails };
}

/** `olderThan`: seconds after which an order may not wait any more. */
function staleBefore(now: number, olderThan: string | null): number | null {
  return olderThan === null ? null : now - Number(olderThan) * 1_000;
}

const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

function numberOf(body: Body, name: string, without: number): number {
  const value = body[name] === undefined ? without : Number(body[name]);
  if (!Number.isFinite(value)) throw new ControlError(`${name} is no number`);
  return value;
}
