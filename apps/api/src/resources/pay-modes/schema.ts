import { type Static, Type } from 'typebox';
import {
  described,
  flag,
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
import { CHOICE_INPUT, CHOICE_OUTPUT } from './choice-fields.ts';
import { CONNECTOR_INPUT, CONNECTOR_OUTPUT, MEANS, Name } from './connector-fields.ts';

/**
 * Body of POST payModes (API document, PayMode 2). With `payTemplateId` the template describes the
 * mode; without it `name` and the connector's fields do.
 */
export const OpenPayModeBody = Type.Object(
  {
    merchantHref: MERCHANT_INPUT.merchantHref,
    merchantUUID: MERCHANT_INPUT.merchantUUID,
    payTemplateId: Type.Optional(described(Id, 'The template that describes the mode.')),
    ...CHOICE_INPUT,
    name: Type.Optional(Name),
    ...CONNECTOR_INPUT,
  },
  { title: 'OpenPayModeRequest', additionalProperties: false },
);

/** Body of POST payModes/:uuid. */
export const ChangePayModeBody = Type.Object(CHOICE_INPUT, {
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
    ...CHOICE_OUTPUT,
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

const { description, checkEnvUrl, payUrl, refundUrl, iconHref, orderValidTime, orderValidSeconds } =
  CONNECTOR_OUTPUT;
const { isOnline, isSignAccount, isAsyncNotify, isThridPay, payChannel, payWay, connectorKind } =
  CONNECTOR_OUTPUT;
const { uiOrder, isOpened, isFastPay } = CHOICE_OUTPUT;

/** What listAllPayModes shows of modes and templates alike. */
export const OFFER_OUTPUT = {
  payTemplateId: nullableText('The template, a way to pay that the gateway knows.'),
  name: text(MEANS.name),
  description,
  checkEnvUrl,
  payUrl,
  refundUrl,
  iconHref,
  orderValidTime,
  orderValidSeconds,
  isOnline,
  isSignAccount,
  isAsyncNotify,
  isThridPay,
  payChannel,
  payWay,
  connectorKind,
};

/** A mode or a template as listAllPayModes shows it. */
const PayModeOffer = Type.Object(
  {
    uuid: Type.Optional(text('The id of the mode; absent while it is not created.')),
    merchantUUID: Type.Optional(text('The merchant; absent while the mode is not created.')),
    ...OFFER_OUTPUT,
    uiOrder: Type.Optional(uiOrder),
    isOpened,
    isFastPay,
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
