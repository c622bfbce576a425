import { PAY_STATUSES, type PayStatus as Status } from '@payserver/shared/domain/statuses';
import { type Static, Type } from 'typebox';
import {
  described,
  FreeForm,
  FreeFormOutput,
  Href,
  IDENTITY,
  Id,
  integer,
  link,
  NewClientNo,
  NullableFreeForm,
  nullableText,
  nullableWireTime,
  Pending,
  text,
  VALID_SECONDS,
  wireTime,
} from '../../http/schemas/common.ts';

const MAX_PAYER = 256;
const PAYER = 'Who pays.';
const PAYEE = "Who is paid: a link that ends in the merchant's UUID.";
export const CLIENT_PAY_NO =
  'Your number of the payment, unique for ever within your merchant. Compared character by character.';
export const PAY_TRACTION_NO = "The gateway's number of the payment: digits, 1 first.";
const PAY_PARAMS = 'What this way to pay needs. Goes to the connector as it is; ';
export const RESULT_CODE =
  'What the connector said: empty after success, the reason after a failure; null before, and offline.';
export const CLIENT_EXTRA_PARAMS =
  'What else you want to keep with it. Goes to the connector as it is.';

const MEANS_VALID =
  'How long it may be carried out, in seconds; without it as long as the mode says.';
const PAY_DATA =
  'What the till shall show, as the connector says: the URL of a QR code, a redirect, parameters of JSAPI. Null where there is nothing.';

/** Where messages about an order are sent; https, and a public address, unless NOTIFY_ALLOW says more. */
export const OrderNotifyUrl = Type.String({
  maxLength: 512,
  pattern: '^https?://',
  description:
    'Where messages about it are posted to, beside your `notifyEndpoints`: https, at a public address unless ' +
    '`NOTIFY_ALLOW` says more. At most 20 origins of a merchant; each has an `adhoc` endpoint, whose `rotateSecret` shows what ' +
    'signs its messages.',
});

const MAX_TERMINAL = 64;
const TERMINAL =
  'Which till asked for it: `id` is your name of it, `ip` its address. Goes to the connector.';
const Terminal = Type.Object(
  {
    id: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_TERMINAL })),
    ip: Type.Optional(
      Type.Unsafe<string>({
        anyOf: [
          { type: 'string', format: 'ipv4' },
          { type: 'string', format: 'ipv6' },
        ],
      }),
    ),
  },
  { additionalProperties: false, description: TERMINAL },
);

/** Body of POST pay (API document, Pay 1). */
export function payBody(maxPayAmount: number) {
  return Type.Object(
    {
      payModeUUID: described(Id, 'The pay mode.'),
      payer: Type.String({ minLength: 1, maxLength: MAX_PAYER, description: PAYER }),
      payee: described(Href, PAYEE),
      payAmount: Type.Integer({ minimum: 1, maximum: maxPayAmount, description: 'fen' }),
      clientPayNo: described(NewClientNo, CLIENT_PAY_NO),
      validSeconds: Type.Optional(Type.Integer({ ...VALID_SECONDS, description: MEANS_VALID })),
      terminal: Type.Optional(Terminal),
      notifyUrl: Type.Optional(OrderNotifyUrl),
      payParams: Type.Optional(described(FreeForm, `${PAY_PARAMS}answers show barcodes masked.`)),
      clientExtraParams: Type.Optional(described(FreeForm, CLIENT_EXTRA_PARAMS)),
    },
    { title: 'PayRequest', additionalProperties: false },
  );
}

export type PayBody = Static<ReturnType<typeof payBody>>;

/** Body of POST closePay: one of the two numbers. */
export const ClosePayBody = Type.Object(
  {
    clientPayNo: Type.Optional(described(Id, CLIENT_PAY_NO)),
    payTractionNo: Type.Optional(described(Id, PAY_TRACTION_NO)),
    merchantUUID: Type.Optional(
      described(
        Id,
        'Whose `clientPayNo` it is, for staff of all merchants; without it the merchant of the token.',
      ),
    ),
  },
  { title: 'ClosePayRequest', additionalProperties: false },
);

export const PayStatus = Type.Unsafe<Status>({
  type: 'string',
  enum: [...PAY_STATUSES],
  title: 'PayStatus',
  description: 'What became of the payment; `paying`: not known yet.',
});

/** A payment on the wire (API document, Pay 1 `data` and Pay 2); barcodes are masked. */
export const PayOrderResource = Type.Object(
  {
    ...IDENTITY,
    merchantUUID: text('The merchant.'),
    payer: text(PAYER),
    payee: text(PAYEE),
    payAmount: integer('fen'),
    tractionNo: text(PAY_TRACTION_NO),
    clientPayNo: text(CLIENT_PAY_NO),
    orderStartAt: wireTime('When the order began.'),
    orderExpiredAt: wireTime('After this it is not sent to the connector any more.'),
    payParams: described(FreeFormOutput, `${PAY_PARAMS}barcodes are masked here.`),
    clientExtraParams: described(FreeFormOutput, CLIENT_EXTRA_PARAMS),
    terminal: described(NullableFreeForm, `${TERMINAL} Null where the request did not say.`),
    payData: described(NullableFreeForm, PAY_DATA),
    thirdPayNo: nullableText("The connector's number, once it is known."),
    resultCode: nullableText(RESULT_CODE),
    payModeUUID: text('The pay mode.'),
    payModeName: text('What the mode was called when it was paid.'),
    payTemplateId: nullableText('The template of the mode, if it has one.'),
    payChannel: nullableText('The third party, for screens.'),
    payWay: nullableText('How it was paid there, for screens.'),
    payStartAt: wireTime('When paying began.'),
    payFinishAt: nullableWireTime('When it became final.'),
    refundAmount: integer('fen sent back so far'),
    lastRefundAt: nullableWireTime('When something was last sent back.'),
    status: PayStatus,
    createdAt: wireTime('When it was written.'),
    modifiedAt: wireTime('When it last changed.'),
    pending: Pending,
    payMode: link('The mode that it was paid in.'),
    refundOrders: link('Its refunds.'),
    tradeRecords: link('Its history.'),
  },
  { title: 'PayOrder' },
);

export type PayOrderResource = Static<typeof PayOrderResource>;

/** Answer of POST pay (API document, Pay 1). */
export const PayAnswer = Type.Object(
  {
    ret: text('That the request was taken; what happened is in `data.status`.'),
    businessRet: Type.Unsafe<'syncOnlinePay' | 'asyncOnlinePay' | 'offlinePay'>({
      type: 'string',
      enum: ['syncOnlinePay', 'asyncOnlinePay', 'offlinePay'],
      description: 'How it was carried out.',
    }),
    data: described(PayOrderResource, 'The payment.'),
  },
  { title: 'PayAnswer' },
);

export type PayAnswer = Static<typeof PayAnswer>;
