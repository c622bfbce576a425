import { v7 } from 'uuid';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = ALPHABET.length;
const UUID_LENGTH = 22;
const UUID_BYTES = 16;
/** Largest power of the base whose remainders, shifted by 16 bits, are exact in a double. */
const STEP_DIGITS = 5;
const STEP = BASE ** STEP_DIGITS;
/** Asking for random bytes costs more than making an id of them: they are fetched for many at once. */
const RANDOM = new Uint8Array(256 * UUID_BYTES);
const SEQUENCES = 2 ** 31;

const last = { ms: 0, seq: 0, random: RANDOM.length };

/**
 * A new resource id: UUIDv7 (RFC 9562) in 22 characters of base62. Ids made later sort later in byte
 * order, whatever the clock does, so index inserts stay on the last page.
 */
export function newUuid(): string {
  const random = nextRandom();
  const now = Date.now();
  if (now > last.ms) {
    last.ms = now;
    last.seq = ((random[6] ?? 0) * 2 ** 16 + (random[7] ?? 0) * 2 ** 8 + (random[8] ?? 0)) * 2 ** 7;
  } else if (++last.seq === SEQUENCES) {
    last.seq = 0;
    last.ms += 1;
  }
  return encodeBase62(v7({ random, msecs: last.ms, seq: last.seq }, new Uint8Array(UUID_BYTES)));
}

function nextRandom(): Uint8Array {
  if (last.random === RANDOM.length) {
    crypto.getRandomValues(RANDOM);
    last.random = 0;
  }
  last.random += UUID_BYTES;
  return RANDOM.subarray(last.random - UUID_BYTES, last.random);
}

/** In base62, by long division of 16 bits at a time: general packages need most of an id's time for this. */
function encodeBase62(bytes: Uint8Array): string {
  const limbs = Array.from({ length: UUID_BYTES / 2 }, (_, at) => {
    return (bytes[2 * at] ?? 0) * 256 + (bytes[2 * at + 1] ?? 0);
  });
  let text = '';
  while (text.length < UUID_LENGTH) {
    let rest = 0;
    for (let at = 0; at < limbs.length; at += 1) {
      const value = rest * 65_536 + (limbs[at] ?? 0);
      limbs[at] = Math.floor(value / STEP);
      rest = value % STEP;
    }
    for (let digit = 0; digit < STEP_DIGITS; digit += 1) {
      text = ALPHABET.charAt(rest % BASE) + text;
      rest = Math.floor(rest / BASE);
    }
  }
  return text.slice(-UUID_LENGTH);
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
