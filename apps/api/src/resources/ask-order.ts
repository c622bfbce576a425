import { Type } from 'typebox';
import type { Operation } from '../http/schemas/operation.ts';

/** Body of POST payOrders/:uuid/ask and refundOrders/:uuid/ask: there is nothing to say. */
export const AskBody = Type.Object({}, { title: 'AskRequest', additionalProperties: false });

/** What OpenAPI says of asking about a payment or a refund now. */
export function askOperation(kind: 'Pay' | 'Refund', order: string): Operation {
  return {
    operationId: `ask${kind}Order`,
    summary: `Attempt a ${order} now`,
    description:
      `Makes the next attempt of an open ${order} due now instead of at \`pending.nextLookAt\`, and writes who wanted ` +
      'it into the history (`askNow`). The attempt does what it would have done then: it never takes money twice, and ' +
      'an open circuit stays open. While an attempt is in progress (`pending.isAsking`) nothing changes. Does not wait ' +
      'for the outcome.',
    tags: [kind],
    'x-codes': [9007, 9403],
  };
}
