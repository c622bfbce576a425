import { type Static, Type } from 'typebox';
import {
  Flag,
  FlagInput,
  Href,
  Id,
  Link,
  MaybeLink,
  MerchantId,
  NullableText,
  WireTime,
} from '../../http/schemas/common.ts';
import { CONNECTOR_INPUT, CONNECTOR_OUTPUT, Name } from './connector-fields.ts';

const MAX_UI_ORDER = 1_000_000;
const UiOrder = Type.Integer({ minimum: -MAX_UI_ORDER, maximum: MAX_UI_ORDER });

/**
 * Body of POST payModes (API document, PayMode 2). With `payTemplateId` the template describes the
 * mode; without it `name` and the connector's fields do.
 */
export const OpenPayModeBody = Type.Object(
  {
    merchantHref: Type.Optional(Href),
    merchantUUID: Type.Optional(MerchantId),
    payTemplateId: Type.Optional(Id),
    isOpened: Type.Optional(FlagInput),
    uiOrder: Type.Optional(UiOrder),
    isFastPay: Type.Optional(FlagInput),
    name: Type.Optional(Name),
    ...CONNECTOR_INPUT,
  },
  { title: 'OpenPayModeRequest', additionalProperties: false },
);

/** Body of POST payModes/:uuid. */
export const ChangePayModeBody = Type.Object(
  {
    isOpened: Type.Optional(FlagInput),
    uiOrder: Type.Optional(UiOrder),
    isFastPay: Type.Optional(FlagInput),
  },
  { title: 'ChangePayModeRequest', additionalProperties: false, minProperties: 1 },
);

/** A pay mode on the wire (API document, PayMode 1 and 2). */
export const PayModeResource = Type.Object(
  {
    href: Type.String(),
    id: Type.Integer(),
    uuid: Type.String(),
    payTemplateId: NullableText,
    name: Type.String(),
    ...CONNECTOR_OUTPUT,
    isFastPay: Flag,
    isOpened: Flag,
    uiOrder: Type.Integer(),
    merchantUUID: Type.String(),
    createdAt: WireTime,
    modifiedAt: WireTime,
    merchant: Link,
    payModeTemplate: MaybeLink,
    payOrders: Link,
    refundOrders: Link,
    tradeRecords: Link,
  },
  { title: 'PayMode' },
);

export type PayModeResource = Static<typeof PayModeResource>;

/** An answer of listAllPayModes (API document, PayMode 3): opened modes, then templates not opened. */
export const AllPayModes = Type.Object(
  {
    size: Type.Integer({ description: 'items in the answer' }),
    items: Type.Array(
      Type.Object(
        {
          uuid: Type.Optional(Type.String({ description: 'absent while it is not created' })),
          merchantUUID: Type.Optional(Type.String()),
          payTemplateId: NullableText,
          name: Type.String(),
          description: NullableText,
          checkEnvUrl: NullableText,
          payUrl: NullableText,
          refundUrl: NullableText,
          iconHref: NullableText,
          orderValidTime: Type.Integer(),
          isOnline: Type.Integer(),
          isSignAccount: Type.Integer(),
          isAsyncNotify: Type.Integer(),
          isThridPay: Type.Integer(),
          payChannel: NullableText,
          payWay: NullableText,
          uiOrder: Type.Optional(Type.Integer()),
          isOpened: Type.Integer(),
          isFastPay: Type.Integer(),
          hasCreated: Type.Integer({ description: '1: the merchant has this mode, 0: not yet' }),
        },
        { title: 'PayModeOffer' },
      ),
    ),
  },
  { title: 'AllPayModes' },
);

export type AllPayModes = Static<typeof AllPayModes>;
