import { type Static, Type } from 'typebox';
import { Link, MAX_ID, NullableText, PlainId, WireTime } from '../../http/schemas/common.ts';
import { CONNECTOR_INPUT, CONNECTOR_OUTPUT, Name } from '../connector-fields.ts';

export const TemplateStatus = Type.Unsafe<'enabled' | 'disabled'>({
  type: 'string',
  enum: ['enabled', 'disabled'],
});

const PayTemplateId = Type.String({
  minLength: 1,
  maxLength: MAX_ID,
  // It is part of a queue's name, where other characters mean something else.
  pattern: '^[A-Za-z0-9_-]+$',
});

/** Body of registerPayModeTemplate (API document, payModeTemplate 2, and design, section 4). */
export const RegisterTemplateBody = Type.Object(
  {
    uuid: Type.Optional(PlainId),
    payTemplateId: PayTemplateId,
    name: Name,
    ...CONNECTOR_INPUT,
    status: Type.Optional(TemplateStatus),
  },
  { title: 'RegisterTemplateRequest', additionalProperties: false },
);

/** A template on the wire (API document, payModeTemplate 1). */
export const PayModeTemplateResource = Type.Object(
  {
    href: Type.String(),
    id: Type.Integer(),
    uuid: Type.String(),
    payTemplateId: Type.String(),
    name: Type.String(),
    ...CONNECTOR_OUTPUT,
    status: TemplateStatus,
    createdAt: WireTime,
    modifiedAt: WireTime,
    payModes: Link,
    payOrders: Link,
    refundOrders: Link,
    tradeRecords: Link,
  },
  { title: 'PayModeTemplate' },
);

export type PayModeTemplateResource = Static<typeof PayModeTemplateResource>;

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
