import { type Static, Type } from 'typebox';
import {
  described,
  flag,
  flagInput,
  IDENTITY,
  Id,
  integer,
  link,
  MERCHANT_INPUT,
  maybeLink,
  nullableText,
  text,
  wireTime,
} from '../../http/schemas/common.ts';
import { CONNECTOR_INPUT, CONNECTOR_OUTPUT, MEANS, Name } from './connector-fields.ts';

const MAX_UI_ORDER = 1_000_000;
const UI_ORDER = 'Its place on a screen.';
export const IS_OPENED = '1: takes payments.';
export const IS_FAST_PAY = '1: shown for paying fast.';

/** What a merchant decides about a mode. */
const CHOICE = {
  isOpened: Type.Optional(flagInput(IS_OPENED)),
  uiOrder: Type.Optional(
    Type.Integer({ minimum: -MAX_UI_ORDER, maximum: MAX_UI_ORDER, description: UI_ORDER }),
  ),
  isFastPay: Type.Optional(flagInput(IS_FAST_PAY)),
};

/**
 * Body of POST payModes (API document, PayMode 2). With `payTemplateId` the template describes the
 * mode; without it `name` and the connector's fields do.
 */
export const OpenPayModeBody = Type.Object(
  {
    merchantHref: MERCHANT_INPUT.merchantHref,
    merchantUUID: MERCHANT_INPUT.merchantUUID,
    payTemplateId: Type.Optional(described(Id, 'The template that describes the mode.')),
    ...CHOICE,
    name: Type.Optional(Name),
    ...CONNECTOR_INPUT,
  },
  { title: 'OpenPayModeRequest', additionalProperties: false },
);

/** Body of POST payModes/:uuid. */
export const ChangePayModeBody = Type.Object(CHOICE, {
  title: 'ChangePayModeRequest',
  additionalProperties: false,
  minProperties: 1,
});

/** A pay mode on the wire (API document, PayMode 1 and 2). */
export const PayModeResource = Type.Object(
  {
    ...IDENTITY,
    payTemplateId: nullableText('The template that the mode was opened from, if any.'),
    name: text(MEANS.name),
    ...CONNECTOR_OUTPUT,
    isFastPay: flag(IS_FAST_PAY),
    isOpened: flag(IS_OPENED),
    uiOrder: integer(UI_ORDER),
    merchantUUID: text('The merchant.'),
    createdAt: wireTime('When it was written.'),
    modifiedAt: wireTime('When it last changed.'),
    merchant: link('The merchant, in the system where merchants live.'),
    payModeTemplate: maybeLink('The template that the mode was opened from, if any.'),
    payOrders: link('Its payments.'),
    refundOrders: link('Its refunds.'),
    tradeRecords: link('Its history.'),
  },
  { title: 'PayMode' },
);

export type PayModeResource = Static<typeof PayModeResource>;

const { description, checkEnvUrl, payUrl, refundUrl, iconHref, orderValidTime } = CONNECTOR_OUTPUT;
const { isOnline, isSignAccount, isAsyncNotify, isThridPay, payChannel, payWay } = CONNECTOR_OUTPUT;

/** A mode or a template as listAllPayModes shows it. */
const PayModeOffer = Type.Object(
  {
    uuid: Type.Optional(text('The id of the mode; absent while it is not created.')),
    merchantUUID: Type.Optional(text('The merchant; absent while the mode is not created.')),
    payTemplateId: nullableText('The template, a way to pay that the gateway knows.'),
    name: text(MEANS.name),
    description,
    checkEnvUrl,
    payUrl,
    refundUrl,
    iconHref,
    orderValidTime,
    isOnline,
    isSignAccount,
    isAsyncNotify,
    isThridPay,
    payChannel,
    payWay,
    uiOrder: Type.Optional(integer(UI_ORDER)),
    isOpened: flag(IS_OPENED),
    isFastPay: flag(IS_FAST_PAY),
    hasCreated: flag('1: the merchant has this mode, 0: not yet'),
  },
  { title: 'PayModeOffer' },
);

/** An answer of listAllPayModes (API document, PayMode 3): opened modes, then templates not opened. */
export const AllPayModes = Type.Object(
  {
    size: integer('Items in the answer.'),
    items: described(Type.Array(PayModeOffer), 'The modes, then the templates.'),
  },
  { title: 'AllPayModes' },
);

export type AllPayModes = Static<typeof AllPayModes>;
