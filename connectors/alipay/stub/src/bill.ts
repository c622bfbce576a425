import type { Booking } from '@payserver/provider-stub/bank/types';
import { gbk } from '@payserver/provider-stub/bills/gbk';
import { zip } from '@payserver/provider-stub/bills/zip';
import { beijingText } from '@payserver/provider-stub/clock';
import type { World } from '@payserver/provider-stub/world';
import type { Account } from './accounts.ts';
import { yuan } from './money.ts';

const HEADER = [
  ...['支付宝交易号', '商户订单号', '业务类型', '商品名称', '创建时间', '完成时间', '门店编号'],
  ...['门店名称', '操作员', '终端号', '对方账户', '订单金额（元）', '商家实收（元）'],
  ...['支付宝红包（元）', '集分宝（元）', '支付宝优惠（元）', '商家优惠（元）', '券核销金额（元）'],
  ...['券名称', '商家红包消费金额（元）', '卡消费金额（元）', '退款批次号/请求号', '服务费（元）'],
  ...['分润（元）', '备注'],
];

/** The bill of a day (`2026-11-27`, Beijing) from the ledger: a zip of two GBK files. Null when nothing happened. */
export function billOf(world: World, account: Account, day: string): Buffer | null {
  const bookings = world.bank.store.ledger.bookings.filter(
    (booking) => booking.account === account.appId && beijingText(booking.at).startsWith(day),
  );
  if (bookings.length === 0) return null;
  const name = `${account.sellerId}_${day.replaceAll('-', '')}`;
  return zip([
    [gbk(`${name}_业务明细.csv`), gbk(details(world, { account, day }, bookings))],
    [gbk(`${name}_业务明细(汇总).csv`), gbk(totals(account, bookings))],
  ]);
}

function details(
  world: World,
  { account, day }: { account: Account; day: string },
  bookings: readonly Booking[],
): string {
  const charges = bookings.filter(({ kind }) => kind === 'charge');
  const back = bookings.filter(({ kind }) => kind !== 'charge');
  return lines([
    '#支付宝业务明细查询',
    `#账号：[${account.sellerId}0156]`,
    `#起始日期：[${day} 00:00:00]   终止日期：[${day} 23:59:59]`,
    '#-----------------------------------------业务明细列表----------------------------------------',
    HEADER.join(','),
    ...bookings.map((booking) => rowOf(world, account, booking)),
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${charges.length}笔，商家实收共${sum(charges)}元，商家优惠共0.00元`,
    `#退款合计：${back.length}笔，商家实收退款共-${sum(back)}元，商家优惠退款共0.00元`,
    `#导出时间：[${beijingText(world.clock.now())}]`,
  ]);
}

const lines = (all: readonly string[]) => all.map((line) => `${line}\r\n`).join('');
const sum = (all: readonly Booking[]) => yuan(all.reduce((total, { amount }) => total + amount, 0));

/** Cells are padded with blanks and tabs, as Alipay pads them. */
function rowOf({ bank }: World, account: Account, booking: Booking): string {
  const { outTradeNo, kind, amount, fee } = booking;
  const order = bank.order(account.appId, outTradeNo);
  const sign = kind === 'charge' ? 1 : -1;
  const money = yuan(sign * amount);
  const cells = [
    ...[`${booking.providerNo}\t`, `${outTradeNo}\t`, kind === 'charge' ? '交易' : '退款'],
    ...[order?.subject ?? '', beijingText(order?.createdAt ?? booking.at), beijingText(booking.at)],
    ...[order?.echo['store_id'] ?? '', '', '', '', '159****5620', money, money],
    ...['0.00', '0.00', '0.00', '0.00', '0.00', '', '0.00', '0.00'],
    ...[booking.requestNo ?? '', yuan(-sign * fee), '0.00', ''],
  ];
  return cells.map((cell) => cell.padEnd(8)).join(',');
}

function totals(account: Account, bookings: readonly Booking[]): string {
  const charges = bookings.filter(({ kind }) => kind === 'charge');
  const back = bookings.filter(({ kind }) => kind !== 'charge');
  return lines([
    '#支付宝业务汇总查询',
    `#账号：[${account.sellerId}0156]`,
    '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）',
    `S1,合计,${charges.length},${back.length},${sum(charges)},${sum(charges)}`,
  ]);
}
