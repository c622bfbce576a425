import { Type } from 'typebox';
import type { Operation } from '../http/schemas/operation.ts';
import { Reason } from './exceptions/schema.ts';

/** Body of POST payOrders/:uuid/settle and refundOrders/:uuid/settle: what really happened. */
export const SettleBody = Type.Object(
  {
    outcome: Type.Unsafe<'succeeded' | 'failed'>({
      type: 'string',
      enum: ['succeeded', 'failed'],
      description: 'What really happened.',
    }),
    reason: Reason,
    thirdNo: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "The connector's number, if it is known.",
      }),
    ),
  },
  { title: 'SettleRequest', additionalProperties: false },
);

/** What OpenAPI says of settling a payment or a refund by hand. */
export function settleOperation(kind: 'Pay' | 'Refund', order: string): Operation {
  return {
    operationId: `settle${kind}Order`,
    summary: `Settle a ${order} by hand`,
    description:
      `For a ${order} that nobody else can settle: ask the provider, then say what really ` +
      'happened. It is final, and written into the history with reason and person. Roles: operate, admin.',
    tags: ['Operator'],
    'x-codes': [9007, 9403],
  };
}
