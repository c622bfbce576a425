import { createHash } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '@payserver/shared/runtime/start-error';

/** One payment or refund in a provider's bill of a day, the same for every provider. */
export interface BillRow {
  readonly kind: 'pay' | 'refund';
  /** the gateway's number of this row: of the payment, or of the refund, as `refundTractionNo` says again */
  readonly tractionNo: string;
  /** the provider's number of the payment */
  readonly thirdOrderNo: string;
  /** of a refund */
  readonly refundTractionNo: string | null;
  /** of a refund */
  readonly thirdRefundNo: string | null;
  /** fen, more than 0, of a refund too */
  readonly amount: number;
  /** fen that the provider takes for it; less than 0: gives back */
  readonly fee: number;
  /** in the provider's own words */
  readonly status: string;
  readonly at: Date;
  /** the gateway's number of the payment; of a payment: its own */
  readonly payTractionNo: string;
}

/** A day's bill, and where it goes. */
export interface SavedBill {
  /** below it: `<provider>/<merchantUUID>/<day>/` */
  readonly dir: string;
  readonly provider: string;
  readonly merchantUUID: string;
  /** YYYY-MM-DD */
  readonly day: string;
  /** as it came, unpacked or not */
  readonly raw: Uint8Array;
  readonly rows: readonly BillRow[];
}

const SEGMENT = /^[\w.-]{1,128}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Writes what came (`raw`), its SHA-256 in hex (`raw.sha256`) and its rows, one line of JSON each (`rows.jsonl`). Each
 * file is there whole or not at all, `rows.jsonl` last: who finds it finds the others of the same bill. A repeat replaces
 * them.
 *
 * @returns the folder
 * @throws {StartError} a merchant or day that makes no folder's name
 */
export async function saveBill(bill: SavedBill): Promise<string> {
  const { dir, provider, merchantUUID, day, raw, rows } = bill;
  const isName = [provider, merchantUUID].every(
    (part) => SEGMENT.test(part) && !/^\.+$/.test(part),
  );
  if (!isName || !DAY.test(day)) {
    throw new StartError(`no bill can be stored for merchant "${merchantUUID}" and day "${day}"`);
  }
  const folder = join(dir, provider, merchantUUID, day);
  await mkdir(folder, { recursive: true });
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await replace(join(folder, 'raw'), raw);
  await replace(join(folder, 'raw.sha256'), createHash('sha256').update(raw).digest('hex'));
  await replace(join(folder, 'rows.jsonl'), lines);
  return folder;
}

/** On the disk when this returns. Bills name customers: nobody else reads them. */
async function replace(path: string, content: Uint8Array | string): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
