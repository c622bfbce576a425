import { BUILT_IN_TEMPLATES } from '@payserver/shared/store/built-in-templates';
import { openNotices, type ShopNotices } from './console-notices.ts';
import { type ConsoleTill, type Numbers, openConsoleTill } from './console-till.ts';
import type { GatewayAddress } from './gateway.ts';
import { type PlannedCall, startPlannedConnector } from './planned-connector.ts';
import { newMerchant } from './shared-gateway.ts';

/** Everything that the console can show of payments, as a chain of shops would have left it. */
export interface ConsoleShop {
  readonly till: ConsoleTill;
  readonly modes: Modes;
  readonly orders: Readonly<Record<OrderName, Numbers>>;
  readonly refunds: Readonly<Record<RefundName, Numbers>>;
  readonly notices: Pick<ShopNotices, 'endpoint' | 'off'>;
  /** a message that was sent more than once */
  readonly delivery: string;
  stop(): Promise<void>;
}

export type OrderName = keyof Awaited<ReturnType<typeof makeOrders>>;
export type RefundName = keyof Awaited<ReturnType<typeof makeRefunds>>;
type Modes = Awaited<ReturnType<typeof openModes>>;
type Bench = { readonly till: ConsoleTill; readonly modes: Modes };

/** The longest that a name may reasonably be. */
const LONG_NAME =
  '内蒙古自治区呼和浩特市赛罕区大学东街万达广场旗舰店（含外卖与团购核销专用收银台）';
const LONG_MODE = '微信支付（朝阳门外大街旗舰店·服务商特约商户·收银台与自助点餐机共用通道）';
const LONG_REASON =
  '交易失败：该用户当日累计支付金额已超过其所属银行对本渠道设定的单日限额，请用户联系发卡行提高限额，或改用其他支付方式后重新扫码';

/** By what the payment's own calls say; its refunds succeed. */
const paysBy = (said: (call: PlannedCall) => object | string | number) => (call: PlannedCall) =>
  call.path === 'refund' ? { ret: 'success', thirdOrderNo: '5030002026112800001' } : said(call);
const paid = (thirdOrderNo: string) => paysBy(() => ({ ret: 'success', thirdOrderNo }));
const declined = (thirdErrorReason: string) => paysBy(() => ({ ret: 'failed', thirdErrorReason }));
const running = paysBy(() => ({ ret: 'running' }));

/** What a flaky provider says: it runs, its proxy fails, it answers what is none. */
const flaky = paysBy(({ nth }) => {
  if (nth <= 3) return { ret: 'running' };
  return nth <= 5 ? '<html>维护中</html>' : 502;
});

/**
 * Fills a merchant with payments and refunds of every status, open ones of every kind, exceptions of each kind and
 * policy, and operators' decisions. Its connector runs until `stop`.
 */
export async function fillConsoleShop(
  gateway: GatewayAddress,
  { merchantUUID = newMerchant(), operator = '王芳（夜班主管）' } = {},
): Promise<ConsoleShop> {
  const connector = await startPlannedConnector();
  const till = await openConsoleTill(gateway, connector, { merchantUUID, operator });
  const notices = await openNotices(till);
  const modes = await openModes(till);
  const bench = { till, modes };
  const orders = await makeOrders(bench);
  const refunds = await makeRefunds(bench, orders);
  await contradict(bench, orders, refunds);
  const delivery = await notices.settle();
  const stop = async () => {
    await notices.stop();
    await connector.close();
  };
  return { till, modes, orders, refunds, notices, delivery, stop };
}

async function openModes(till: ConsoleTill) {
  const scanner = { isThridPay: 1, payWay: '扫码枪' };
  const builtIn = await Promise.all(
    BUILT_IN_TEMPLATES.map(async ({ payTemplateId }) => await till.openTemplate(payTemplateId)),
  );
  return {
    builtIn,
    wechat: await till.openMode({
      ...{ name: LONG_MODE, connectorId: 'wechat-sp-1601', payChannel: '微信' },
      ...scanner,
    }),
    accepting: await till.openMode({
      ...{ name: '支付宝当面付', payChannel: '支付宝', lateSuccessPolicy: 'accept' },
      connectorId: 'alipay-f2f',
      ...scanner,
    }),
    reviewing: await till.openMode({
      ...{ name: '银联云闪付', payChannel: '银联', lateSuccessPolicy: 'review' },
      connectorId: 'unionpay-quick',
      ...scanner,
    }),
    /** neither asked nor repeated: what is lost is for a person */
    mute: await till.openMode({
      ...{
        name: '数字人民币',
        connectorId: 'e-cny',
        isIdempotent: 0,
        isAsyncNotify: 0,
        queryUrl: '',
        cancelUrl: '',
      },
    }),
    /** its connector cannot be reached */
    away: await till.openMode({
      ...{
        name: '美团外卖代收',
        connectorId: 'meituan',
        payUrl: 'http://127.0.0.1:1/pay',
        queryUrl: '',
        cancelUrl: '',
      },
    }),
  };
}

const scanned = { payBarCode: '134853566181206476' };
const order = (orderNo: string, table: string) => ({ orderNo, table, items: 3 });
const terminal = { id: '3 号收银台', ip: '10.0.3.17' };

async function makeOrders({ till, modes }: Bench) {
  const { wechat, reviewing, mute, away } = modes;
  const pay = till.pay;
  const builtIn = await Promise.all(
    modes.builtIn.map(async (mode, at) => {
      const no = `20261128-${1001 + at}`;
      const payer = ['张伟', '李秀英', LONG_NAME, '王芳', '陈静', '刘洋', '赵敏'][at] ?? '';
      return await pay({ mode, no, amount: 1_280 + at * 3_475, payer });
    }),
  );
  const [first = await Promise.reject(new Error('no template'))] = builtIn;
  const rest = {
    paid: await pay({
      ...{ mode: wechat, no: '20261128-2001', amount: 12_850, payer: LONG_NAME, terminal },
      ...{ payParams: scanned, clientExtraParams: order('M-88231', 'A12') },
      plan: paid('4200001928202611280317452918'),
    }),
    partRefunded: await pay({
      ...{ mode: wechat, no: '20261128-2002', amount: 36_600, payer: '周杰' },
      plan: paid('4200001928202611280317452919'),
    }),
    refunded: await pay({ mode: wechat, no: '20261128-2003', amount: 9_900, payer: '吴磊' }),
    refunding: await pay({ mode: wechat, no: '20261128-2004', amount: 45_000, payer: '孙丽' }),
    cancelled: await pay({ mode: wechat, no: '20261128-2005', amount: 2_300, payer: '马超' }),
    failed: await pay({
      ...{ mode: wechat, no: '20261128-2006', amount: 8_800, payer: '胡军' },
      plan: declined(LONG_REASON),
    }),
    open: await pay({
      ...{ mode: wechat, no: '20261128-2007', amount: 15_900, payer: '林志玲' },
      ...{ plan: flaky, staysOpen: true, payParams: scanned },
    }),
    fresh: await pay({
      ...{ mode: reviewing, no: '20261128-2008', amount: 7_200, payer: '高圆圆' },
      ...{ plan: running, staysOpen: true },
    }),
    calledOff: await pay({
      ...{ mode: wechat, no: '20261128-2009', amount: 6_600, payer: '梁朝伟', staysOpen: true },
      plan: paysBy(({ path }) => ({ ret: path === 'cancel' ? 'success' : 'running' })),
    }),
    inReview: await pay({
      ...{ mode: mute, no: '20261128-2010', amount: 128_000, payer: '章子怡', staysOpen: true },
      plan: () => 'Gateway Timeout',
    }),
    settled: await pay({
      ...{ mode: mute, no: '20261128-2011', amount: 5_500, payer: '黄晓明', staysOpen: true },
      plan: () => 504,
    }),
    unsent: await pay({
      ...{ mode: away, no: '20261128-2012', amount: 4_200, payer: '邓超', staysOpen: true },
    }),
    never: await pay({
      ...{ mode: away, no: '20261128-2013', amount: 3_100, payer: '孙俪', staysOpen: true },
    }),
  };
  await callOff(till, rest.calledOff);
  await callOff(till, rest.never);
  await till.attempt(rest.open, 14);
  await till.decide(`/payOrders/${rest.settled.uuid}/settle`, {
    ...{ outcome: 'succeeded', reason: '对账单第 3 页第 17 行，已核对商户后台截图' },
    thirdNo: '4200001928202611280317452999',
  });
  return { cash: first, ...rest, ...(await makeContradicted({ till, modes })) };
}

/** Those about which their connectors will say the contrary. */
async function makeContradicted({ till, modes: { wechat, accepting, reviewing } }: Bench) {
  const no = '余额不足';
  const amount = 18_800;
  const plan = declined(no);
  const pay = till.pay;
  return {
    reversed: await pay({ mode: wechat, no: '20261128-3001', amount, payer: '郭靖', plan }),
    irreversible: await pay({
      ...{ mode: wechat, no: '20261128-3002', amount, payer: '黄蓉' },
      plan: ({ path }) => ({
        ret: 'failed',
        thirdErrorReason: path === 'refund' ? '原账户已注销，无法原路退回' : no,
      }),
    }),
    reversing: await pay({
      ...{ mode: wechat, no: '20261128-3003', amount, payer: '杨过' },
      plan: ({ path }) =>
        path === 'pay' ? { ret: 'failed', thirdErrorReason: no } : { ret: 'running' },
    }),
    accepted: await pay({ mode: accepting, no: '20261128-3004', amount, payer: '小龙女', plan }),
    late: await pay({ mode: reviewing, no: '20261128-3005', amount, payer: '令狐冲', plan }),
    resolved: await pay({ mode: reviewing, no: '20261128-3006', amount, payer: '任盈盈', plan }),
    lateFailure: await pay({ mode: wechat, no: '20261128-3007', amount, payer: '韦小宝' }),
  };
}

async function callOff({ client, gateway }: ConsoleTill, { clientNo }: Numbers): Promise<void> {
  const { status, body } = await client.post('/closePay', { clientPayNo: clientNo });
  if (status >= 300) throw new Error(`${gateway.url} closePay: ${JSON.stringify(body)}`);
}

type Orders = Awaited<ReturnType<typeof makeOrders>>;

async function makeRefunds({ till }: Bench, orders: Orders) {
  const refund = till.refund;
  const refused = () => ({
    ret: 'failed',
    thirdErrorReason: '商户账户余额不足，请充值后重新发起退款',
  });
  return {
    part: await refund({ of: orders.partRefunded, no: 'R-2002-1', amount: 6_600 }),
    second: await refund({ of: orders.partRefunded, no: 'R-2002-2', amount: 10_000 }),
    whole: await refund({ of: orders.refunded, no: 'R-2003' }),
    cancel: await refund({ of: orders.cancelled, no: 'R-2005', isCancel: 1 }),
    refused: await refund({ of: orders.refunding, no: 'R-2004-1', amount: 20_000, plan: refused }),
    running: await refund({
      ...{ of: orders.refunding, no: 'R-2004-2', amount: 15_000, staysOpen: true },
      plan: () => ({ ret: 'running' }),
    }),
    settled: await refund({
      ...{ of: orders.paid, no: 'R-2001-1', amount: 850, staysOpen: true },
      plan: () => ({ ret: 'running' }),
    }),
    contradicted: await refund({
      of: orders.lateFailure,
      no: 'R-3007-1',
      amount: 800,
      plan: refused,
    }),
    lateFailure: await refund({ of: orders.lateFailure, no: 'R-3007-2', amount: 900 }),
  };
}

async function contradict(
  { till }: Bench,
  orders: Orders,
  refunds: Awaited<ReturnType<typeof makeRefunds>>,
): Promise<void> {
  const success = { ret: 'success', thirdOrderNo: '4200001928202611280317453001' };
  const failed = { ret: 'failed', thirdErrorReason: '银行冲正' };
  const { reversed, irreversible, reversing, accepted, late, resolved, lateFailure } = orders;
  for (const one of [reversed, irreversible, reversing, accepted, late, resolved])
    await till.notify(one, success);
  await till.notify(lateFailure, failed);
  await till.notify(refunds.contradicted, success);
  await till.notify(refunds.lateFailure, failed);
  await till.decide(`/refundOrders/${refunds.settled.uuid}/settle`, {
    ...{ outcome: 'failed', reason: '渠道客服电话确认未退款，工单 20261128-0017' },
  });
  const path = `/exceptions?tractionNo=${resolved.tractionNo}`;
  const [exception] = (await till.operator.get(path)).body.items;
  await till.decide(`/exceptions/${exception.uuid}/resolve`, {
    reason: '顾客已到店，现金退还并签字',
  });
}

/** A second merchant, whose payments the first must never see. */
export async function fillOtherShop(
  shop: ConsoleShop,
): Promise<Numbers & { merchantUUID: string }> {
  const { gateway, connector } = shop.till;
  const merchantUUID = newMerchant();
  const till = await openConsoleTill(gateway, connector, { merchantUUID, operator: 'mallory' });
  const mode = await till.openMode({ name: '别家的微信支付' });
  const numbers = await till.pay({ mode, no: 'other-1', amount: 99_900, payer: '别家的顾客' });
  await till.refund({ of: numbers, no: 'other-r1', amount: 100 });
  return { ...numbers, merchantUUID };
}
