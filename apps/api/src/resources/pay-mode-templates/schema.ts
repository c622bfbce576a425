import { type Static, Type } from 'typebox';
import {
  described,
  IDENTITY,
  link,
  MAX_ID,
  PlainId,
  text,
  wireTime,
} from '../../http/schemas/common.ts';
import { CONNECTOR_INPUT, CONNECTOR_OUTPUT, MEANS, Name } from '../pay-modes/connector-fields.ts';

const PAY_TEMPLATE_ID = 'Names the template: a way to pay that the gateway knows.';

export const TemplateStatus = Type.Unsafe<'enabled' | 'disabled'>({
  type: 'string',
  enum: ['enabled', 'disabled'],
  description: 'Modes of a disabled template take no payments, and no merchant can open one.',
});

const PayTemplateId = Type.String({
  minLength: 1,
  maxLength: MAX_ID,
  // It is part of a queue's name, where other characters mean something else.
  pattern: '^[A-Za-z0-9_-]+$',
  description: PAY_TEMPLATE_ID,
});

/** Body of registerPayModeTemplate (API document, payModeTemplate 2, and design, section 4). */
export const RegisterTemplateBody = Type.Object(
  {
    uuid: Type.Optional(described(PlainId, 'The id that a new template gets; it keeps it.')),
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
    ...IDENTITY,
    payTemplateId: text(PAY_TEMPLATE_ID),
    name: text(MEANS.name),
    ...CONNECTOR_OUTPUT,
    status: TemplateStatus,
    createdAt: wireTime('When it was written.'),
    modifiedAt: wireTime('When it last changed.'),
    payModes: link('The modes that were opened from it.'),
    payOrders: link('Its payments.'),
    refundOrders: link('Its refunds.'),
    tradeRecords: link('Its history.'),
  },
  { title: 'PayModeTemplate' },
);

export type PayModeTemplateResource = Static<typeof PayModeTemplateResource>;
