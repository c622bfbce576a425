import { type Static, Type } from 'typebox';
import {
  described,
  flag,
  IDENTITY,
  integer,
  link,
  maybeLink,
  nullableInteger,
  nullableText,
  nullableWireTime,
  text,
  wireTime,
} from '../../http/schemas/common.ts';

export const DeliveryStatus = Type.Unsafe<'open' | 'ok' | 'failed' | 'skipped'>({
  type: 'string',
  enum: ['open', 'ok', 'failed', 'skipped'],
  description:
    '`open`: not taken yet, and sent again. `failed`: never taken, and not sent any more. `skipped`: never sent, because ' +
    'the endpoint was off or too far behind.',
});

/** One message for one endpoint, on the wire. */
export const NotifyDeliveryResource = Type.Object(
  {
    ...IDENTITY,
    merchantUUID: text('The merchant.'),
    notifyEndpointUUID: text('The endpoint.'),
    eventId: text('The `webhook-id` of the message, the same in every attempt and replay.'),
    type: text('What happened: payment.succeeded and others.'),
    status: DeliveryStatus,
    attempts: integer('How often it was sent.'),
    reason: nullableText('Why it was skipped: off, backlog.'),
    nextAt: nullableWireTime('When it is sent next; null: not any more.'),
    isReplay: flag('1: it was asked for once more.'),
    payOrderUUID: nullableText('The payment that it is about.'),
    refundOrderUUID: nullableText('The refund that it is about, if there is one.'),
    createdAt: wireTime('When it was written.'),
    notifyEndpoint: link('The endpoint.'),
    payOrder: maybeLink('The payment.'),
    refundOrder: maybeLink('The refund.'),
    attemptLog: link('Its attempts.'),
  },
  { title: 'NotifyDelivery' },
);
export type NotifyDeliveryResource = Static<typeof NotifyDeliveryResource>;

const NotifyAttempt = Type.Object(
  {
    at: wireTime('When it began.'),
    phase: text(
      'How far it came: refused (the address is not allowed), dns, connect, tls, sent, status (the answer is no 2xx), body (it ' +
        'does not say SUCCESS), ok.',
    ),
    httpStatus: nullableInteger('Of the answer, if there was one.'),
    durationMs: integer('How long it took, ms.'),
    address: nullableText('The address that it was sent to.'),
    answer: nullableText('How the body of the answer begins.'),
    error: nullableText('What went wrong.'),
  },
  { title: 'NotifyAttempt' },
);

/** Answer of GET notifyDeliveries/:uuid/attempts. */
export const NotifyAttempts = Type.Object(
  { items: described(Type.Array(NotifyAttempt), 'The attempts, the first one first.') },
  { title: 'NotifyAttemptList' },
);
export type NotifyAttempts = Static<typeof NotifyAttempts>;
