import baseX from 'base-x';
import { v7 } from 'uuid';

const BASE62 = baseX('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const UUID_LENGTH = 22;

/**
 * A new resource id: UUIDv7 (RFC 9562) in 22 characters of base62. Ids made later sort later in byte
 * order, so index inserts stay on the last page.
 */
export function newUuid(): string {
  return BASE62.encode(v7(undefined, new Uint8Array(16))).padStart(UUID_LENGTH, '0');
}

export type TradeKind = 'pay' | 'refund';

const KIND_DIGIT: Record<TradeKind, string> = { pay: '1', refund: '2' };
const PER_MS = 1000;

/** Makes traction numbers; see {@link createTractionNoSource}. */
export type TractionNoSource = (kind: TradeKind) => string;

/**
 * A source of gateway trade numbers: 20 digits, the kind (1 payment, 2 refund), the epoch milliseconds
 * less their first digit, the process number (4 digits) and a counter (3 digits). Two processes with
 * different numbers can never make the same one, nor can one process twice, even when its clock steps
 * back: time only moves forward here, and borrows from the next millisecond when 1000 are used up.
 *
 * The number is guessable and authorises nothing (API document, Pay 1: used for refunds).
 *
 * @param processNo 0 to 9999, unique among running processes
 */
export function createTractionNoSource(processNo: number, now: () => number): TractionNoSource {
  const process = String(processNo).padStart(4, '0');
  let lastMs = 0;
  let counter = 0;
  return (kind) => {
    const ms = now();
    if (ms > lastMs) {
      lastMs = ms;
      counter = 0;
    } else if (++counter === PER_MS) {
      lastMs += 1;
      counter = 0;
    }
    const time = String(lastMs).padStart(13, '0').slice(1);
    return `${KIND_DIGIT[kind]}${time}${process}${String(counter).padStart(3, '0')}`;
  };
}
