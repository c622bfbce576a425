import {
  ORDER_EVENT_TYPES,
  type OrderEventType,
} from '@payserver/shared/domain/notify/event-types';
import { Type } from 'typebox';
import { described, FreeFormOutput, text } from '../http/schemas/common.ts';
import { example } from './example.ts';
import { NOTIFY_DELIVERY, PAYMENT_SUCCEEDED } from './example-notify.ts';
import { REFUND_ORDER } from './example-resources.ts';

const header = (name: string, description: string, value: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
  example: value,
});

const SIGNED_BY = [
  header(
    'webhook-id',
    'The same in every attempt and every replay: take each once.',
    NOTIFY_DELIVERY.eventId,
  ),
  header('webhook-timestamp', 'When this attempt was made, Unix seconds.', '1531367233'),
  header(
    'webhook-signature',
    'Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is ' +
      'rotated several, with spaces between.',
    'v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=',
  ),
];

const Message = Type.Object(
  {
    type: text('What happened.'),
    timestamp: text('When it happened, RFC 3339.'),
    data: described(
      FreeFormOutput,
      'The order as it was then: its numbers, status and amounts, and `sequence`, the number of the event within its order. ' +
        'Receivers drop what has a lower one than they have seen.',
    ),
  },
  { title: 'NotifyMessage' },
);

const TAKEN = {
  description:
    'Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`.',
  content: {
    'application/json': { schema: Type.Unknown(), examples: { taken: example('taken', {}) } },
  },
};

const { clientRefundNo, tractionNo, payTractionNo, thirdRefundNo, refundAmount, refundFinishAt } =
  REFUND_ORDER;
const { merchantUUID, clientPayNo, payModeUUID, payAmount } = PAYMENT_SUCCEEDED.data;
const OF_REFUND = {
  ...{ merchantUUID, sequence: 2, status: REFUND_ORDER.status, clientRefundNo, clientPayNo },
  ...{ tractionNo, payTractionNo, thirdRefundNo, payModeUUID, payAmount, refundAmount },
  ...{ refundFinishAt, href: REFUND_ORDER.href },
};

/** What a type of event tells, for people. */
const MEANS: Readonly<Record<OrderEventType, string>> = {
  'payment.succeeded': 'A payment succeeded',
  'payment.failed': 'A payment failed',
  'payment.closed': 'A payment was closed',
  'payment.refunded': 'A payment was refunded, in part or whole',
  'payment.reviewNeeded': 'A payment needs a person',
  'refund.succeeded': 'A refund succeeded',
  'refund.failed': 'A refund failed',
  'refund.reviewNeeded': 'A refund needs a person',
  'exception.opened': 'Evidence contradicts a final order',
  'exception.resolved': 'An exception was dealt with',
};

function messageOf(type: OrderEventType) {
  const data = type.startsWith('refund.') ? OF_REFUND : PAYMENT_SUCCEEDED.data;
  const value = { ...PAYMENT_SUCCEEDED, type, data };
  const name = type.replace(/\.(.)/, (_, first: string) => first.toUpperCase());
  return {
    post: {
      operationId: `on${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      summary: MEANS[type],
      description:
        'Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. ' +
        'Answer 2xx within `timeoutMs`; 410 switches the endpoint off.',
      tags: ['Messages'],
      security: [],
      parameters: SIGNED_BY,
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: Message,
            examples: { message: example(MEANS[type], value) },
          },
        },
      },
      responses: { 200: TAKEN },
    },
  };
}

/** What we post to merchants in the standard format, as webhooks of the description, by type. */
export const NOTIFY_MESSAGES = Object.fromEntries(
  ORDER_EVENT_TYPES.map((type) => [type, messageOf(type)] as const),
);
