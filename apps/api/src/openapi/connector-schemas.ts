import { Type } from 'typebox';
import {
  described,
  FreeFormOutput,
  flagInput,
  nullableText,
  text,
  wireTime,
} from '../http/schemas/common.ts';
import { ERROR_SCHEMA } from './errors.ts';
import type { Json } from './share-schemas.ts';

/** What a connector is sent and what it answers (API document, Pay 3 and Refund 2; design, section 6). */

const Fen = Type.Integer({ minimum: 1, description: 'fen' });
const PAY_TRACTION_NO = "The gateway's number of the payment: digits, 1 first.";
const EXTRA_PARAMS = 'What else the shop wants to keep with it, as it was sent.';
const THIRD_NO = "The connector's own number, once it is known.";
const ConnectorParams = Type.Optional(
  described(FreeFormOutput, "The mode's `connectorParams`; only where it has some."),
);
const NotifyUrl = text('Where to send a notice; only in modes with `isAsyncNotify` 1.');

export const PayCall = Type.Object(
  {
    payer: text('Who pays.'),
    payee: text("Who is paid: a link that ends in the merchant's UUID."),
    payAmount: Fen,
    tractionNo: text(PAY_TRACTION_NO),
    clientPayNo: text("The shop's number of the payment, unique for ever within its merchant."),
    orderStartAt: wireTime('When the order began.'),
    orderExpiredAt: wireTime('After this it is not sent any more.'),
    payParams: described(FreeFormOutput, 'What this way to pay needs, as it was sent.'),
    clientExtraParams: described(FreeFormOutput, EXTRA_PARAMS),
    payStartAt: wireTime('When paying began.'),
    terminal: Type.Optional(described(FreeFormOutput, 'Which till asked for it, if it says.')),
    connectorParams: ConnectorParams,
    notifyUrl: Type.Optional(NotifyUrl),
  },
  { title: 'PayCall' },
);

export const RefundCall = Type.Object(
  {
    clientRefundNo: text("The shop's number of the refund, unique for ever within its merchant."),
    tractionNo: text("The gateway's number of the refund: digits, 2 first."),
    payTractionNo: text('The `tractionNo` of the payment.'),
    thirdPayNo: nullableText("The connector's own number of the payment, once it is known."),
    payee: text("Who was paid: a link that ends in the merchant's UUID."),
    payAmount: Fen,
    refundAmount: Fen,
    isCancel: flagInput('1: calls the whole payment off (撤销).'),
    clientExtraParams: described(FreeFormOutput, EXTRA_PARAMS),
    connectorParams: ConnectorParams,
    notifyUrl: Type.Optional(NotifyUrl),
  },
  { title: 'RefundCall' },
);

export const QueryCall = Type.Object(
  {
    tractionNo: text("The gateway's number: digits, 1 first for payments and 2 for refunds."),
    clientPayNo: text("The shop's number of the payment, unique for ever within its merchant."),
    thirdPayNo: nullableText(THIRD_NO),
    thirdRefundNo: Type.Optional(nullableText(THIRD_NO)),
    connectorParams: ConnectorParams,
  },
  { title: 'QueryCall' },
);

const RET = 'success, failed (this money has not moved and never will), or running';
const OURS = 'When named, it must be ours.';

const answerWith = (title: string, words: readonly string[], about: string) =>
  Type.Object(
    {
      tractionNo: text('The number that was asked about.'),
      ret: Type.Unsafe<string>({ type: 'string', enum: [...words], description: about }),
      thirdOrderNo: Type.Optional(nullableText("The connector's or the provider's number.")),
      thirdErrorReason: Type.Optional(nullableText('Why it failed; becomes `resultCode`.')),
      tradeFinishedAt: Type.Optional(
        nullableText('When it was finished; stored in the trade record.'),
      ),
      payAmount: Type.Optional(Type.Integer({ description: OURS })),
      refundAmount: Type.Optional(Type.Integer({ description: OURS })),
    },
    { title, additionalProperties: true },
  );

export const ConnectorAnswer = answerWith('ConnectorAnswer', ['success', 'running', 'failed'], RET);
export const QueryAnswer = answerWith(
  'QueryAnswer',
  ['success', 'running', 'failed', 'notFound'],
  `${RET}; notFound: this number never came`,
);

export const EnvironmentAnswer = Type.Object(
  { ret: Type.Boolean({ description: 'true: the merchant is set up' }) },
  { title: 'EnvironmentAnswer', additionalProperties: true },
);

const either = (name: string, description: string) => ({
  anyOf: [{ $ref: `#/components/schemas/${name}` }, ERROR_SCHEMA],
  description,
});

/**
 * Schemas that a route cannot carry itself, because it takes or answers more freely than it should be
 * used: they stand for those of the same name in the routes.
 */
export const GIVEN_SCHEMAS: Readonly<Record<string, Json>> = {
  ConnectorAnswer: { ...ConnectorAnswer },
  PayOutcome: either('PayAnswer', 'What `pay` would have answered.'),
  RefundOutcome: either('RefundAnswer', 'What `refund` would have answered.'),
};
