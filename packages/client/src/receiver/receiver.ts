import { type Pairs, verifyCn } from './cn.ts';
import { readKeys } from './keys.ts';
import {
  type HeaderSource,
  isId,
  jsonObject,
  type NotificationRequest,
  valuesOf,
} from './message.ts';
import { type Notification, notificationOf } from './notification.ts';
import { NotificationRefused } from './refusal.ts';
import { verifyStandard } from './standard.ts';

export type { HeaderSource, NotificationRequest } from './message.ts';
export {
  isPayment,
  isRefund,
  type Notification,
  type NotificationType,
  type PaymentData,
  type RefundData,
} from './notification.ts';
export { NotificationRefused, type RefusalReason } from './refusal.ts';
export {
  createInbox,
  createMemorySequences,
  type Inbox,
  judge,
  type SequenceStore,
  type Verdict,
} from './sequence.ts';

/** What makes a message genuine. */
export interface ReceiverOptions {
  /**
   * every secret (`whsec_…`) and public key (`whpk_…`) that counts now: one, and for the day of a rotation the one
   * before beside it
   */
  readonly secrets: readonly string[];
  /** how far the sender's clock may be from this one, in both directions; 300 unless given */
  readonly toleranceSeconds?: number;
  /** the clock; that of the system unless given */
  readonly now?: () => Date;
}

/** Reads messages, genuine ones only. Both functions throw `NotificationRefused` for any other: answer 401. */
export interface Receiver {
  /** a message in the format of Standard Webhooks; answer 2xx with any body */
  verify(request: NotificationRequest): Notification;
  /** a message in the flat format; answer 2xx with the body {@link CN_ACKNOWLEDGEMENT}, anything else comes again */
  verifyCn(request: NotificationRequest): Notification;
}

/** What a message in the flat format is answered with. */
export const CN_ACKNOWLEDGEMENT = 'SUCCESS';

const TOLERANCE_S = 300;
const REPLAY = 'payserver-replay';
/** What a form gives as text and JSON as a number. */
const NUMBERS = ['sequence', 'payAmount', 'refundAmount'];

/**
 * A receiver of one endpoint's messages: checks signature and time over the bytes that came, then reads them. Nothing of
 * a message that is not genuine is parsed in the standard format, and nothing of it is in what is thrown.
 *
 * That a message came before is not its business: see `createInbox`.
 *
 * @throws {TypeError} a secret that is none
 */
export function createReceiver({
  secrets,
  toleranceSeconds = TOLERANCE_S,
  now = () => new Date(),
}: ReceiverOptions): Receiver {
  const keys = readKeys(secrets);
  const clock = { now, toleranceSeconds };
  return {
    verify(request) {
      const { id, body } = verifyStandard(keys, request, clock);
      const { type, timestamp, data } = jsonObject(body);
      return notificationOf({ id, type, timestamp, data, isReplay: isReplay(request.headers) });
    },
    verifyCn(request) {
      const pairs = verifyCn(keys, request, clock);
      const { notifyId: id, notifyType: type, notifyTime: timestamp } = pairs;
      if (!isId(id)) throw new NotificationRefused('body');
      const data = dataOf(pairs);
      return notificationOf({ id, type, timestamp, data, isReplay: isReplay(request.headers) });
    },
  };
}

const FRAME = ['notifyId', 'notifyType', 'notifyTime', 'timestamp', 'nonce'].concat(
  ...['signType', 'sign', 'signPrev'],
);

function dataOf(pairs: Pairs): Readonly<Record<string, unknown>> {
  const own = Object.entries(pairs).filter(([name]) => !FRAME.includes(name));
  return Object.fromEntries(
    own.map(([name, value]) => [name, NUMBERS.includes(name) ? Number(value) : value]),
  );
}

function isReplay(headers: HeaderSource): boolean {
  return valuesOf(headers, REPLAY).includes('1');
}
