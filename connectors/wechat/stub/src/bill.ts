import type { Booking, Order, Refund } from '@payserver/provider-stub/bank/types';
import { beijingText } from '@payserver/provider-stub/clock';
import type { World } from '@payserver/provider-stub/world';
import type { Account } from './accounts.ts';

const HEADER = [
  ...['交易时间', '公众账号ID', '商户号', '特约商户号', '设备号', '微信订单号', '商户订单号'],
  ...['用户标识', '交易类型', '交易状态', '付款银行', '货币种类', '应结订单金额', '代金券金额'],
  ...['微信退款单号', '商户退款单号', '退款金额', '充值券退款金额', '退款类型', '退款状态'],
  ...['商品名称', '商户数据包', '手续费', '费率', '订单金额', '申请退款金额', '费率备注'],
];
const SUMMARY = [
  ...['总交易单数', '应结订单总金额', '退款总金额', '充值券退款总金额', '手续费总金额'],
  ...['订单总金额', '申请退款总金额'],
];

/** fen as yuan with two decimals */
function yuan(fen: number): string {
  const text = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}

/**
 * The trade bill of a day (`2026-11-27`, Beijing) from the ledger: UTF-8 with a BOM, CRLF, every cell behind a backtick.
 * Null when nothing happened.
 */
export function billOf(world: World, account: Account, day: string): Buffer | null {
  const bookings = world.bank.store.ledger.bookings.filter(
    (booking) => booking.account === account.mchid && beijingText(booking.at).startsWith(day),
  );
  if (bookings.length === 0) return null;
  const rows = bookings.map((booking) => rowOf(world, account, booking));
  const lines = [
    HEADER.join(','),
    ...rows.map(cells),
    SUMMARY.join(','),
    cells(summaryOf(bookings)),
    '',
  ];
  return Buffer.from(`\uFEFF${lines.join('\r\n')}`);
}

const cells = (row: readonly string[]) => row.map((cell) => `\`${cell}`).join(',');

function rowOf(world: World, account: Account, booking: Booking): readonly string[] {
  const { kind, amount, fee, outTradeNo, requestNo } = booking;
  const order = world.bank.order(account.mchid, outTradeNo);
  const refund = requestNo === null ? undefined : world.bank.refund(account.mchid, requestNo);
  const [charged, back, signedFee] =
    kind === 'charge' ? [yuan(amount), '0.00', yuan(fee)] : ['0.00', yuan(amount), yuan(-fee)];
  return [
    ...[beijingText(booking.at), account.appid, account.mchid, account.sub?.mchid ?? '0', ''],
    ...[booking.providerNo, outTradeNo, order?.buyer ?? ''],
    ...[order?.kind === 'qr' ? 'NATIVE' : 'MICROPAY', tradeState(kind), 'OTHERS', 'CNY'],
    ...[charged, '0.00', ...refundCells(booking, refund)],
    ...[...subjectOf(order), signedFee, '0.38%', charged, back, ''],
  ];
}

const subjectOf = (order: Order | undefined) => [order?.subject ?? '', order?.echo['attach'] ?? ''];

function tradeState(kind: Booking['kind']): string {
  return { charge: 'SUCCESS', refund: 'REFUND', reverse: 'REVOKED' }[kind];
}

function refundCells(booking: Booking, refund: Refund | undefined): readonly string[] {
  if (booking.kind === 'charge') return ['0', '0', '0.00', '0.00', '', ''];
  return [
    ...[refund?.providerNo ?? `50${booking.providerNo.slice(2)}`, booking.requestNo ?? ''],
    ...[yuan(booking.amount), '0.00', 'ORIGINAL', 'SUCCESS'],
  ];
}

function summaryOf(bookings: readonly Booking[]): readonly string[] {
  const sum = (of: (booking: Booking) => number) =>
    yuan(bookings.reduce((total, booking) => total + of(booking), 0));
  const charged = sum(({ kind, amount }) => (kind === 'charge' ? amount : 0));
  const back = sum(({ kind, amount }) => (kind === 'charge' ? 0 : amount));
  const fee = sum((booking) => (booking.kind === 'charge' ? booking.fee : -booking.fee));
  return [String(bookings.length), charged, back, '0.00', fee, charged, back];
}
