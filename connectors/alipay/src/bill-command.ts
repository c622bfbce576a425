import { parseArgs } from 'node:util';
import { type BillRow, saveBill } from '@payserver/connector-kit/bills';
import { createLogger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { fetchBill, NoBillError } from './bill.ts';
import { BillError, type BillLine } from './driver/bill.ts';
import { ZipError } from './driver/zip.ts';
import { openHttp } from './http.ts';
import { readOneAccount } from './one-account.ts';
import { readAlipaySettings } from './settings.ts';

/**
 * `bill --merchant UUID --day YYYY-MM-DD [--dir DIR]`: fetches the trade bill of a day and stores it, as it came and as the
 * neutral table that reconciliation reads.
 *
 * @throws {StartError} in plain words, when there is none or it cannot be used
 */
export async function runBill(args: readonly string[]): Promise<void> {
  const { merchant, day, dir } = optionsOf(args);
  const settings = readAlipaySettings(process.env);
  const account = readOneAccount(settings.MERCHANTS_DIR, merchant);
  const http = openHttp();
  try {
    const { raw, lines } = await fetchBill(
      { http, log: createLogger('alipay', 'silent') },
      account,
      day,
    );
    const about = { dir, provider: 'alipay', merchantUUID: merchant, day };
    const folder = await saveBill({ ...about, raw, rows: lines.map(rowOf) });
    process.stdout.write(`${lines.length} rows in ${folder}\n`);
  } catch (error) {
    const isForPeople = [NoBillError, BillError, ZipError].some((kind) => error instanceof kind);
    if (isForPeople && error instanceof Error)
      throw new StartError(error.message, { cause: error });
    throw error;
  } finally {
    http.close();
  }
}

function optionsOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { merchant: text, day: text, dir: { ...text, default: './data/bills' } };
  try {
    const { merchant, day, dir } = parseArgs({ args: [...args], options }).values;
    if (merchant !== undefined && day !== undefined) return { merchant, day, dir };
  } catch {
    // Says the same.
  }
  throw new StartError('usage: bill --merchant UUID --day YYYY-MM-DD [--dir DIR]');
}

/** A line of Alipay's bill as every provider's bill says it. What a cancellation gave back has no number of its own. */
function rowOf(line: BillLine): BillRow {
  const { kind, tradeNo, payTractionNo, requestNo, amount, fee, finishedAt } = line;
  const refundTractionNo = requestNo === '' ? null : requestNo;
  return {
    kind,
    tractionNo: refundTractionNo ?? payTractionNo,
    thirdOrderNo: tradeNo,
    refundTractionNo,
    thirdRefundNo: refundTractionNo === null ? null : `${tradeNo}/${refundTractionNo}`,
    amount,
    fee,
    status: kind === 'refund' ? '退款' : '交易',
    at: finishedAt,
    payTractionNo,
  };
}
