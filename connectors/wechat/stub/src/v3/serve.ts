import {
  type Behaviour,
  type CallName,
  isBeforeBooking,
  ofGroup,
  readTail,
} from '@payserver/provider-stub/behaviour/table';
import type { Call, Done } from '@payserver/provider-stub/http/types';
import { billV3, certificatesV3 } from '../bill-answers.ts';
import { PARAM_ERROR } from '../codes.ts';
import { ofCode, ofText, type Wechat } from '../shop.ts';
import { refuse, unsigned, type V3Call } from './answers.ts';
import { authenticate, type Nonces } from './auth.ts';
import { BODIES, wrongIn } from './bodies.ts';
import * as calls from './calls.ts';
import { codepay, native, refuseSetUp } from './pay.ts';

interface Route {
  readonly name: CallName;
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly operate: calls.Operate;
  /** of {@link BODIES}; for a partner with that word in front */
  readonly body?: string;
}

const ORDERS = '^/v3/pay/(partner/)?transactions';
const NUMBER = '([^/]+)';
const route = (name: CallName, path: string, run: calls.Operate): Route => ({
  ...{ name, method: 'GET', path: new RegExp(`${path}$`), operate: run },
});
const post = (
  [name, body]: readonly [CallName, string],
  path: string,
  run: calls.Operate,
): Route => ({ ...route(name, path, run), method: 'POST', body });

const ROUTES: readonly Route[] = [
  post(['pay', 'codepay'], `${ORDERS}/codepay`, codepay),
  post(['qr', 'native'], `${ORDERS}/native`, native),
  route('query', `${ORDERS}/out-trade-no/${NUMBER}`, calls.query),
  route('query', `${ORDERS}/id/${NUMBER}`, calls.queryById),
  post(['reverse', 'reverse'], `${ORDERS}/out-trade-no/${NUMBER}/reverse`, calls.reverse),
  post(['close', 'close'], `${ORDERS}/out-trade-no/${NUMBER}/close`, calls.close),
  post(['refund', 'refund'], '^/v3/refund/domestic/refunds', calls.refund),
  route('refundQuery', `^/v3/refund/domestic/refunds/${NUMBER}`, calls.refundQuery),
  route('certificates', '^/v3/certificates', certificatesV3),
  route('bill', '^/v3/bill/tradebill', billV3),
];

/** Answers a call of V3. Everything that WeChat checks is checked before money moves. */
export function serveV3(wechat: Wechat, nonces: Nonces, call: Call): Done {
  const found = ROUTES.find(({ method, path }) => method === call.method && path.test(call.path));
  const asked = { call: found?.name ?? 'other', outTradeNo: '', behaviours: [] } as const;
  const headers = missingHeader(call);
  if (headers !== null) return { ...asked, ...unsigned(400, 'PARAM_ERROR', headers) };
  const account = authenticate(wechat, nonces, call);
  if (typeof account === 'string') return { ...asked, ...unsigned(401, 'SIGN_ERROR', account) };
  if (found === undefined) {
    return { ...asked, ...unsigned(404, 'RESOURCE_NOT_EXISTS', '请求路径不存在') };
  }
  const checked = { wechat, raw: call, account, body: {}, behaviours: [] };
  return checkBody(wechat, checked, found);
}

function checkBody(wechat: Wechat, call: V3Call, found: Route): Done {
  const match = found.path.exec(call.raw.path) ?? [];
  const body = jsonOf(call.raw);
  const whole = { ...call, body: body ?? {} };
  const wrong = body === null ? '/' : breach(whole, found, match[1] === 'partner/');
  if (wrong === null) {
    return operate(wechat, whole, { found, number: decodeURIComponent(match.at(-1) ?? '') });
  }
  const refusal = { ...PARAM_ERROR, text: `参数错误 ${wrong}`, inner: '270924358' };
  return { call: found.name, outTradeNo: '', behaviours: [], ...refuse(whole, refusal) };
}

function operate(
  wechat: Wechat,
  call: V3Call,
  { found, number }: { found: Route; number: string },
): Done {
  const { chooser, bank } = wechat.world;
  const outTradeNo = orderNumber(wechat, call, { found, number });
  const ofOrder = bank.order(call.account.mchid, outTradeNo)?.behaviours ?? [];
  const tail = tailOf(wechat, call, found.name);
  const behaviours = chooser.choose({ call: found.name, outTradeNo, tail, ofOrder });
  if (found.name === 'pay') bank.countPost(call.account.mchid, outTradeNo, 'pay');
  const done = { call: found.name, outTradeNo, behaviours };
  if (isBeforeBooking(behaviours)) return { ...done, ...unsigned(500, 'LOST', '') };
  const chosen = { ...call, behaviours };
  const setUp = ofGroup(behaviours, 15);
  if (setUp !== undefined) return { ...done, ...refuseSetUp(chosen, setUp) };
  return { ...done, ...found.operate(wechat, chosen, number) };
}

/** The order's number, also when the call names the refund, or the order by WeChat's number. */
function orderNumber(
  wechat: Wechat,
  call: V3Call,
  { found, number }: { found: Route; number: string },
): string {
  const { bank } = wechat.world;
  const known = [
    () => calls.paymentOf(wechat, call)?.outTradeNo,
    () => bank.refund(call.account.mchid, number)?.outTradeNo,
    () => bank.store.findByProviderNo(number)?.outTradeNo,
  ];
  const which = [
    found.name === 'refund',
    found.name === 'refundQuery',
    found.operate === calls.queryById,
  ].indexOf(true);
  return known[which]?.() ?? (textAt(call.body, 'out_trade_no') || number);
}

function tailOf({ world }: Wechat, { body }: V3Call, name: CallName): Behaviour | null {
  if (name === 'pay') return ofCode(textAt(body, 'payer', 'auth_code'));
  if (name === 'refund') return ofText(textAt(body, 'reason'));
  if (name !== 'qr') return null;
  const fen = Number(textAt(body, 'amount', 'total')) % 10_000;
  const byAmount = world.options().amountTails
    ? readTail(`${String(fen).padStart(4, '0')}03`)
    : null;
  return ofText(textAt(body, 'description')) ?? byAmount;
}

/** A text or number inside the body; empty when there is none. */
function textAt(body: unknown, ...path: readonly string[]): string {
  let value: unknown = body;
  for (const name of path) value = (value as Record<string, unknown>)[name] ?? {};
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Headers that WeChat wants of every call. */
function missingHeader({ headers, method }: Call): string | null {
  if (headers.accept === undefined || headers['user-agent'] === undefined) {
    return 'Http头缺少Accept或User-Agent';
  }
  const type = headers['content-type'] ?? '';
  return method === 'POST' && !type.startsWith('application/json') ? 'Content-Type 不正确' : null;
}

function jsonOf({ body, method }: Call): Readonly<Record<string, unknown>> | null {
  if (method === 'GET') return body.length === 0 ? {} : null;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as Record<
      string,
      unknown
    >;
  } catch {
    return null;
  }
}

/** Calls whose ids are not those of an order's seller. */
const OF_NO_ORDER: ReadonlySet<CallName> = new Set([
  ...(['refund', 'refundQuery', 'certificates', 'bill'] as const),
]);

/** The path of what is wrong: the shape of the body, or whose call it is. */
function breach(call: V3Call, { body: name = '', name: kind }: Route, isPartner: boolean) {
  const isOfOrders = !OF_NO_ORDER.has(kind);
  if (isOfOrders && isPartner !== (call.account.sub !== null)) return '/sub_mchid';
  const shape = BODIES[isPartner ? `partner ${name}` : name];
  const wrong = shape === undefined ? null : wrongIn(call.body, shape);
  return wrong ?? wrongSeller(call, kind, isOfOrders);
}

function wrongSeller(
  { account: { appid, mchid, sub }, raw, body }: V3Call,
  kind: CallName,
  isOfOrders: boolean,
): string | null {
  if (!isOfOrders && kind !== 'refund') return null;
  const said: Readonly<Record<string, unknown>> =
    kind === 'query' ? Object.fromEntries(raw.query) : body;
  const required = isOfOrders ? ['mchid', 'sp_mchid', 'sub_mchid'] : ['sub_mchid'];
  const expected =
    sub === null ? { mchid, appid } : { sp_mchid: mchid, sp_appid: appid, sub_mchid: sub.mchid };
  const wrong = Object.entries(expected).find(([name, value]) =>
    said[name] === undefined ? required.includes(name) : said[name] !== value,
  );
  return wrong === undefined ? null : `/${wrong[0]}`;
}
