import { Type } from 'typebox';
import { Reason } from './exceptions/schema.ts';

/** Body of POST payOrders/:uuid/settle and refundOrders/:uuid/settle: what really happened. */
export const SettleBody = Type.Object(
  {
    outcome: Type.Unsafe<'succeeded' | 'failed'>({
      type: 'string',
      enum: ['succeeded', 'failed'],
    }),
    reason: Reason,
    thirdNo: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  },
  { title: 'SettleRequest', additionalProperties: false },
);
