import { fenOfYuan } from '@payserver/connector-kit/money';
import { parseBeijingTime } from './beijing-time.ts';
import type { ZipEntry } from './zip.ts';

/** One line of the trade bill: a payment or a refund. */
export interface BillLine {
  readonly kind: 'pay' | 'refund';
  /** trade_no of the payment */
  readonly tradeNo: string;
  /** out_trade_no of the payment */
  readonly payTractionNo: string;
  /** out_request_no; '' of a payment */
  readonly requestNo: string;
  /** fen, of the order, positive */
  readonly amount: number;
  /** fen, that the merchant gets; negative of a refund */
  readonly received: number;
  /** fen, that Alipay takes; negative where it gives back */
  readonly fee: number;
  readonly finishedAt: Date;
}

/** A bill that cannot be used: it is not as it should be, or contradicts its own summary. */
export class BillError extends Error {
  override readonly name = 'BillError';
}

/** The details among the files of the archive: 业务明细, not its summary. */
export function detailsOf(files: readonly ZipEntry[]): Buffer {
  const details = files.filter(({ name }) => name.includes('明细') && !name.includes('汇总'));
  const [file] = details;
  if (file === undefined || details.length > 1)
    throw new BillError('no file, or several, of 业务明细');
  return file.content;
}

const NEEDED = [
  '支付宝交易号',
  '商户订单号',
  '业务类型',
  '完成时间',
  '订单金额',
  '商家实收',
  '退款批次号/请求号',
  '服务费',
] as const;
type Column = (typeof NEEDED)[number];

/**
 * The lines of 业务明细, GBK, by the names of its header; other columns and their order mean nothing (research H). The
 * summary that Alipay writes under them must count and sum up to the same.
 *
 * @throws {BillError}
 */
export function readBill(bytes: Uint8Array): readonly BillLine[] {
  const rows = textOfBill(bytes)
    .split('\n')
    .map((row) => row.replace(/\r$/, ''))
    .filter((row) => row.trim() !== '');
  const table = rows.filter((row) => !row.startsWith('#')).map(cellsOf);
  const [header, ...lines] = table;
  if (header === undefined) throw new BillError('no header');
  const places = placesOf(header);
  const read = lines.map((cells) => {
    if (cells.length !== header.length)
      throw new BillError('a line with other columns than the header');
    return lineOf((column) => cells[places[column]] ?? '');
  });
  compare(
    read,
    rows.filter((row) => row.startsWith('#')),
  );
  return read;
}

function textOfBill(bytes: Uint8Array): string {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    throw new BillError('it is not in GBK');
  }
}

/** Padded with blanks and tabs, now and then in quotes. */
function cellsOf(row: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const sign of `${row},`) {
    if (sign === '"' && (isQuoted || cell.trim() === '')) isQuoted = !isQuoted;
    else if (sign !== ',' || isQuoted) cell += sign;
    else {
      cells.push(cell.trim());
      cell = '';
    }
  }
  return cells;
}

function placesOf(header: readonly string[]): Readonly<Record<Column, number>> {
  const names = header.map((name) => name.replace(/[（(]元[）)]$/, ''));
  const places = NEEDED.map((column) => [column, names.indexOf(column)] as const);
  const [missing] = places.find(([, place]) => place < 0) ?? [];
  if (missing !== undefined) throw new BillError(`no column ${missing}`);
  return Object.fromEntries(places) as Record<Column, number>;
}

function lineOf(cell: (column: Column) => string): BillLine {
  const type = cell('业务类型');
  if (type !== '交易' && type !== '退款') throw new BillError('a 业务类型 that is not known');
  const kind = type === '交易' ? 'pay' : 'refund';
  const finishedAt = parseBeijingTime(cell('完成时间'));
  if (finishedAt === null) throw new BillError('a 完成时间 that is none');
  return {
    kind,
    tradeNo: cell('支付宝交易号'),
    payTractionNo: cell('商户订单号'),
    requestNo: kind === 'refund' ? cell('退款批次号/请求号') : '',
    amount: Math.abs(moneyOf(cell('订单金额'))),
    received: moneyOf(cell('商家实收')),
    // It is written as what the merchant's account changes by.
    fee: negated(moneyOf(cell('服务费') || '0')),
    finishedAt,
  };
}

function moneyOf(text: string): number {
  const fen = fenOfYuan(text);
  if (fen === null) throw new BillError('an amount that is none');
  return fen;
}

const negated = (fen: number) => (fen === 0 ? 0 : -fen);

/** [name in the summary, kind] */
const SUMMARIES = [
  ['交易合计', 'pay'],
  ['退款合计', 'refund'],
] as const;

function compare(lines: readonly BillLine[], comments: readonly string[]): void {
  for (const [name, kind] of SUMMARIES) {
    const summary = comments.find((row) => row.includes(name));
    const [, count] = /(\d+)\s*笔/.exec(summary ?? '') ?? [];
    if (summary === undefined || count === undefined) throw new BillError(`no ${name}`);
    const own = lines.filter((line) => line.kind === kind);
    if (own.length !== Number(count)) throw new BillError(`${name} counts other lines`);
    const [, sum] = /商家实收(?:退款)?共?\s*(-?[\d.]+)\s*元/.exec(summary) ?? [];
    const received = own.reduce((total, line) => total + line.received, 0);
    // 退款 is written with and without its sign.
    if (sum !== undefined && Math.abs(moneyOf(sum)) !== Math.abs(received)) {
      throw new BillError(`${name} is another sum`);
    }
  }
}
