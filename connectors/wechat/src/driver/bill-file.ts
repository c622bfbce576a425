import type { BillRow } from '@payserver/connector-kit/bills';
import { fenOfYuan } from '@payserver/connector-kit/money';
import { timeOfBill } from './time.ts';

/** The file of a day, read and compared with its own summary. */
export interface TradeBill {
  readonly rows: readonly BillRow[];
  /** lines that are no payment and no refund of money that moved, such as what was revoked */
  readonly others: number;
}

/** It is no bill that can be believed. `message` says why, without what customers are called. */
export class WrongBill extends Error {
  override readonly name = 'WrongBill';
}

type Cells = Readonly<Record<string, string>>;

const SUMMARY = '总交易单数';

/**
 * Reads a trade bill (research H): UTF-8 with or without a byte order mark, a line of column names, lines whose cells
 * begin with a backtick, two lines of summary. Columns are found by name: there are 24 or 27 of them, one day more.
 *
 * @throws {WrongBill} a column is missing, an amount is none, or the summary says another count or sum
 */
export function readTradeBill(bytes: Uint8Array): TradeBill {
  const text = new TextDecoder('utf-8').decode(bytes);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const end = lines.findIndex((line) => line.startsWith(SUMMARY));
  const [head = ''] = lines;
  const summaryLine = lines[end + 1];
  if (end < 1 || summaryLine === undefined) throw new WrongBill('there is no summary');
  const names = head.split(',').map((name) => name.replace(/^`/, '').trim());
  const trades = lines.slice(1, end).map((line, at) => cellsOf(names, line, at + 2));
  const totals = cellsOf(
    (lines[end] ?? '').split(',').map((name) => name.trim()),
    summaryLine,
    end + 2,
  );
  compare(trades, totals);
  const rows = trades.flatMap(rowOf);
  return { rows, others: trades.length - rows.length };
}

function cellsOf(names: readonly string[], line: string, number: number): Cells {
  const cells = line
    .replace(/^`/, '')
    .split(',`')
    .map((one) => one.trim());
  if (cells.length !== names.length)
    throw new WrongBill(`line ${number} has ${cells.length} cells`);
  return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''] as const));
}

function cell(cells: Cells, ...names: readonly string[]): string {
  const name = names.find((one) => cells[one] !== undefined);
  if (name === undefined) throw new WrongBill(`there is no column ${names[0]}`);
  return cells[name] ?? '';
}

function fen(cells: Cells, ...names: readonly string[]): number {
  const amount = fenOfYuan(cell(cells, ...names));
  if (amount === null) throw new WrongBill(`column ${names[0]} holds what is no amount`);
  return amount;
}

const TOTAL = ['订单金额', '总金额'];
const REFUND = ['申请退款金额', '退款金额'];

/** A line of a refund repeats its payment's amount: only payments count there. */
function compare(trades: readonly Cells[], totals: Cells): void {
  const sum = (names: readonly string[]) =>
    trades.reduce((total, one) => total + fen(one, ...names), 0);
  const facts: ReadonlyArray<readonly [string, number, number]> = [
    ['总交易单数', Number(cell(totals, SUMMARY)), trades.length],
    ...pair(totals, ['应结订单总金额', '总交易额'], () => sum(['应结订单金额', '总金额'])),
    ...pair(totals, ['退款总金额', '总退款金额'], () => sum(['退款金额'])),
    ...pair(totals, ['订单总金额'], () => sum(TOTAL)),
    ...pair(totals, ['申请退款总金额'], () => sum(REFUND)),
  ];
  const wrong = facts.find(([, said, counted]) => said !== counted);
  if (wrong !== undefined) {
    throw new WrongBill(`${wrong[0]} says ${wrong[1]}, the lines come to ${wrong[2]}`);
  }
}

/** Only where this bill has the sum. */
function pair(totals: Cells, names: readonly string[], sum: () => number) {
  const name = names.find((one) => totals[one] !== undefined);
  return name === undefined ? [] : [[name, fen(totals, name), sum()] as const];
}

function rowOf(cells: Cells): BillRow[] {
  const status = cell(cells, '交易状态');
  const at = timeOfBill(cell(cells, '交易时间'));
  if (at === null) throw new WrongBill('column 交易时间 holds what is no time');
  const payTractionNo = cell(cells, '商户订单号');
  const common = {
    thirdOrderNo: cell(cells, '微信订单号'),
    fee: feeOf(cells),
    at,
    payTractionNo,
  };
  if (status === 'SUCCESS') {
    const amount = fen(cells, ...TOTAL);
    const own = { refundTractionNo: null, thirdRefundNo: null };
    return [{ kind: 'pay', tractionNo: payTractionNo, ...own, amount, status, ...common }];
  }
  if (status !== 'REFUND') return [];
  const refundTractionNo = cell(cells, '商户退款单号');
  const thirdRefundNo = cell(cells, '微信退款单号');
  const amount = fen(cells, ...REFUND);
  const said = cell(cells, '退款状态');
  const own = { tractionNo: refundTractionNo, refundTractionNo, thirdRefundNo };
  return [{ kind: 'refund', ...own, amount, status: said === '' ? status : said, ...common }];
}

/** Yuan with up to five decimals: what is beyond fen is WeChat's rounding. */
function feeOf(cells: Cells): number {
  const text = cell(cells, '手续费').replace(/(\.\d{2})\d+$/, '$1');
  return fenOfYuan(text) ?? 0;
}
