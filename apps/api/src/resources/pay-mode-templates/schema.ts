import { type Static, Type } from 'typebox';
import { Link, MAX_ID, PlainId, WireTime } from '../../http/schemas/common.ts';
import { CONNECTOR_INPUT, CONNECTOR_OUTPUT, Name } from '../pay-modes/connector-fields.ts';

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
