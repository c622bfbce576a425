import { randomBytes } from 'node:crypto';
import { NotSent } from '@payserver/connector-kit/provider';
import type {
  BarcodeOrder,
  Expected,
  NativeOrder,
  RefundOrder,
  Stamp,
  WireAnswer,
  WireRequest,
} from './driver/account.ts';
import { v2 } from './driver/v2.ts';
import { v2Answers } from './driver/v2-answers.ts';
import { v3 } from './driver/v3.ts';
import { type NativeVerdict, v3Answers } from './driver/v3-answers.ts';
import type { CloseVerdict, PayVerdict, RefundVerdict } from './driver/verdict.ts';
import { send } from './http.ts';
import type { Merchant } from './merchant.ts';

/** By which of WeChat's interfaces a payment is made; one and the same from its first call to its last. */
export type By = 'v2' | 'v3' | 'native';

/** The calls of one interface: each is sent once, and answers what the answer proves. */
export interface Calls {
  query(expected: Expected): Promise<PayVerdict>;
  /** Reverses a barcode payment, closes a QR code. */
  close(tractionNo: string): Promise<CloseVerdict>;
  refund(order: RefundOrder): Promise<RefundVerdict>;
  refundQuery(expected: Expected): Promise<RefundVerdict>;
  /** @throws {NotSent} */
  pay(order: BarcodeOrder): Promise<PayVerdict>;
  /** @throws {NotSent} */
  showCode(order: NativeOrder): Promise<NativeVerdict>;
}

/** Whose calls, and until when. */
export interface Caller {
  readonly merchant: Merchant;
  readonly signal: AbortSignal;
}

export function callsBy(by: By, caller: Caller): Calls {
  return by === 'v2' ? callsOfV2(caller) : callsOfV3(by, caller);
}

/** @param now the moment of the request, and of the check of its answer */
export function newStamp(now = new Date()): Stamp {
  return { now, nonce: randomBytes(16).toString('hex') };
}

type Answered = Readonly<{ answer: WireAnswer; now: Date }>;
type Nothing = { readonly kind: 'unknown'; readonly why: string };

/**
 * @param read what the answer proves
 * @throws {NotSent}
 */
async function exchange<V>(
  { merchant, signal }: Caller,
  request: WireRequest,
  read: (answered: Answered) => V,
): Promise<V | Nothing> {
  try {
    const answer = await send(merchant, request, signal);
    return read({ answer, now: new Date() });
  } catch (error) {
    if (error instanceof NotSent) throw error;
    return { kind: 'unknown', why: error instanceof Error ? error.message : 'no answer' };
  }
}

/** A question that could not be sent is one without an answer. */
async function orUnknown<V>(asking: Promise<V | Nothing>): Promise<V | Nothing> {
  return await asking.catch((error: unknown) => {
    if (error instanceof NotSent) return { kind: 'unknown', why: `not sent: ${error.message}` };
    throw error;
  });
}

function callsOfV2(caller: Caller): Calls {
  const { account } = caller.merchant;
  return {
    pay: async (order) =>
      await exchange(caller, v2.micropay(account, order, newStamp()), ({ answer }) =>
        v2Answers.micropay(account, order, answer),
      ),
    showCode: async () => {
      throw new NotSent('QR codes are made by V3');
    },
    query: async (expected) => {
      const request = v2.query(account, expected.tractionNo, newStamp());
      const read = ({ answer }: Answered) => v2Answers.query(account, expected, answer);
      return await orUnknown(exchange(caller, request, read));
    },
    close: async (tractionNo) => {
      const request = v2.reverse(account, tractionNo, newStamp());
      const read = ({ answer }: Answered) => v2Answers.reverse(account, answer);
      return await orUnknown(exchange(caller, request, read));
    },
    refund: async (order) =>
      await exchange(caller, v2.refund(account, order, newStamp()), ({ answer }) =>
        v2Answers.refund(account, order, answer),
      ),
    refundQuery: async (expected) => {
      const request = v2.refundQuery(account, expected.tractionNo, newStamp());
      const read = ({ answer }: Answered) => v2Answers.refundQuery(account, expected, answer);
      return await orUnknown(exchange(caller, request, read));
    },
  };
}

function callsOfV3(by: By, caller: Caller): Calls {
  const { account } = caller.merchant;
  const close = async (tractionNo: string) => {
    const isCode = by === 'native';
    const request = (isCode ? v3.close : v3.reverse)(account, tractionNo, newStamp());
    const read = (answered: Answered) =>
      isCode
        ? v3Answers.close(account, answered)
        : v3Answers.reverse(account, tractionNo, answered);
    return await orUnknown(exchange(caller, request, read));
  };
  return {
    pay: async (order) =>
      await exchange(caller, v3.codepay(account, order, newStamp()), (answered) =>
        v3Answers.codepay(account, order, answered),
      ),
    showCode: async (order) =>
      await exchange(caller, v3.native(account, order, newStamp()), (answered) =>
        v3Answers.native(account, answered),
      ),
    query: async (expected) => {
      const request = v3.query(account, expected.tractionNo, newStamp());
      const read = (answered: Answered) => v3Answers.query(account, expected, answered);
      return await orUnknown(exchange(caller, request, read));
    },
    close,
    refund: async (order) =>
      await exchange(caller, v3.refund(account, order, newStamp()), (answered) =>
        v3Answers.refund(account, order, answered),
      ),
    refundQuery: async (expected) => {
      const request = v3.refundQuery(account, expected.tractionNo, newStamp());
      const read = (answered: Answered) => v3Answers.refundQuery(account, expected, answered);
      return await orUnknown(exchange(caller, request, read));
    },
  };
}
