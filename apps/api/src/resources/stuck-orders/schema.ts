import { type Static, Type } from 'typebox';
import {
  described,
  integer,
  MERCHANT_INPUT,
  nullableText,
  text,
  wireTime,
} from '../../http/schemas/common.ts';

export const OrderKind = Type.Unsafe<'pay' | 'refund'>({
  type: 'string',
  enum: ['pay', 'refund'],
  description: 'pay or refund',
});

export const CONNECTOR_KEY = '`t-` and the template, or `o-` and the origin of a mode without one.';
export const LAST_OUTCOME = 'What the last attempt found; null: there was none yet.';
export const REVIEW_REASON = 'Why a person should review them; null: nobody needs to.';

const StuckGroup = Type.Object(
  {
    kind: OrderKind,
    payModeUUID: text('The pay mode.'),
    payModeName: text('What the mode is called.'),
    payTemplateId: nullableText('The template of the mode, if it has one.'),
    connectorKey: text(CONNECTOR_KEY),
    lastOutcome: nullableText(LAST_OUTCOME),
    reviewReason: nullableText(REVIEW_REASON),
    count: integer('How many orders.'),
    isCapped: Type.Boolean({ description: 'Whether there may be more of them.' }),
    oldestAt: wireTime('When the oldest of them began.'),
    amount: integer('fen, of all of them'),
  },
  { title: 'StuckGroup' },
);

/** Answer of GET stuckOrders. */
export const StuckOrders = Type.Object(
  {
    items: described(Type.Array(StuckGroup), 'The groups, the largest first.'),
    isCapped: Type.Boolean({ description: 'Whether more orders are open than were read.' }),
  },
  { title: 'StuckOrders' },
);
export type StuckOrders = Static<typeof StuckOrders>;

export const StuckQuery = Type.Object(MERCHANT_INPUT, { additionalProperties: false });
