import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { saveBill } from '@payserver/connector-kit/bills';
import { StartError } from '@payserver/shared/runtime/start-error';
import { newStamp } from './calls.ts';
import { readTradeBill, WrongBill } from './driver/bill-file.ts';
import { v2 } from './driver/v2.ts';
import { v3 } from './driver/v3.ts';
import { judge } from './driver/v3-answers.ts';
import { readXml } from './driver/xml.ts';
import { send } from './http.ts';
import type { Merchant } from './merchant.ts';
import { merchantOf } from './merchant-of.ts';
import { readWechatSettings } from './settings.ts';

const USAGE = 'usage: npm run connector:bill -- --provider wechat --merchant UUID --day YYYY-MM-DD';
const CALL_MS = 60_000;
const MAX_BILL_BYTES = 256 * 1024 * 1024;

/**
 * Downloads the trade bill of a day, verifies it (the hash by V3, the summary always), and stores what came beside its
 * rows. A day's bill is there after about 10:00 of the next day, Beijing time.
 *
 * @throws {StartError} wrong options, no bill, or one that cannot be believed
 */
export async function downloadBill(options: readonly string[]): Promise<void> {
  const { merchantUUID, day } = readOptions(options);
  const settings = readWechatSettings(process.env);
  const merchant = merchantOf(settings, merchantUUID);
  const raw = await fetchBill(merchant, day);
  const { rows, others } = believed(raw);
  const bill = { dir: settings.BILLS_DIR, provider: 'wechat', merchantUUID, day, raw, rows };
  const folder = await saveBill(bill);
  const sum = (kind: 'pay' | 'refund') => rows.filter((row) => row.kind === kind).length;
  process.stdout.write(
    `${sum('pay')} payments, ${sum('refund')} refunds, ${others} other lines: ${folder}\n`,
  );
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: { merchant: { type: 'string' }, day: { type: 'string' } },
  });
  const { merchant: merchantUUID, day = '' } = values;
  if (merchantUUID === undefined || !/^\d{4}-\d\d-\d\d$/.test(day)) throw new StartError(USAGE);
  return { merchantUUID, day };
}

function believed(raw: Buffer) {
  try {
    return readTradeBill(raw);
  } catch (error) {
    if (error instanceof WrongBill) throw new StartError(`the bill is wrong: ${error.message}`);
    throw error;
  }
}

/**
 * The file, unpacked.
 *
 * @throws {StartError} there is none, or it is not what WeChat says it is
 */
async function fetchBill(merchant: Merchant, day: string): Promise<Buffer> {
  const raw = merchant.account.v3 === null ? await byV2(merchant, day) : await byV3(merchant, day);
  return unpacked(raw);
}

async function byV3(merchant: Merchant, day: string): Promise<Buffer> {
  const { account } = merchant;
  const signal = AbortSignal.timeout(CALL_MS);
  const answer = await send(merchant, v3.bill(account, day, newStamp()), signal);
  const judged = judge(account, answer, new Date());
  if (judged.kind === 'error') throw new StartError(`WeChat has no bill of ${day}: ${judged.code}`);
  if (judged.kind === 'unknown') throw new StartError(`no answer about the bill: ${judged.why}`);
  const { download_url: url, hash_type: type, hash_value: hash } = judged.json;
  if (
    typeof url !== 'string' ||
    !URL.canParse(url) ||
    type !== 'SHA1' ||
    typeof hash !== 'string'
  ) {
    throw new StartError('WeChat does not say where the bill is');
  }
  const { pathname, search } = new URL(url);
  // From the host that this merchant uses, whatever host is named: a signed request goes to no other.
  const request = v3.download(account, `${pathname}${search}`, newStamp());
  const file = await send(merchant, request, signal);
  if (file.status !== 200)
    throw new StartError(`the bill cannot be downloaded: HTTP ${file.status}`);
  assertHash(file.body, hash);
  return file.body;
}

/** This answer has no signature: the hash that was signed stands for it. Of the unpacked file, or of the packed one (M). */
function assertHash(bytes: Buffer, hash: string): void {
  const sha1 = (content: Buffer) => createHash('sha1').update(content).digest('hex');
  const right = hash.toLowerCase();
  if (sha1(unpacked(bytes)) !== right && sha1(bytes) !== right) {
    throw new StartError('the bill is not the one whose hash WeChat has signed');
  }
}

async function byV2(merchant: Merchant, day: string): Promise<Buffer> {
  const request = v2.bill(merchant.account, day.replaceAll('-', ''), newStamp());
  const { status, body } = await send(merchant, request, AbortSignal.timeout(CALL_MS));
  const fields = readXml(body);
  if (status !== 200 || fields !== null) {
    const why = fields?.['error_code'] ?? fields?.['return_msg'] ?? `HTTP ${status}`;
    throw new StartError(`WeChat has no bill of ${day}: ${why}`);
  }
  return body;
}

const GZIP = Buffer.from([0x1f, 0x8b]);

function unpacked(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, 2).equals(GZIP)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BILL_BYTES });
  } catch (error) {
    throw new StartError('the bill cannot be unpacked', { cause: error });
  }
}
