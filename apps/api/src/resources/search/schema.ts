import { MATCHED_BY, type MatchedBy } from '@payserver/shared/domain/search';
import { type Static, Type } from 'typebox';
import { described, MERCHANT_INPUT } from '../../http/schemas/common.ts';
import { PayOrderResource } from '../pay-orders/schema.ts';
import { RefundOrderResource } from '../refund-orders/schema.ts';

const MAX_TEXT = 128;
const MAX_AMOUNT = 2_147_483_647;
const MAX_FOUND = 20;
const MAX_TIME = 32;
const timeInput = (description: string) =>
  Type.Optional(Type.String({ maxLength: MAX_TIME, description }));

/** Query of GET search: a number, or an amount. */
export const SearchQuery = Type.Object(
  {
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: MAX_TEXT,
        // PostgreSQL cannot compare with NUL.
        pattern: '^[^\\0]+$',
        description:
          'The number: typed, pasted or scanned. Blanks, line breaks, full-width characters and a leading `#` do no harm.',
      }),
    ),
    amount: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_AMOUNT,
        description: 'In the place of `q`: the amount of a payment or refund, fen.',
      }),
    ),
    createdFrom: timeInput(
      'With `amount`: orders that were created at this time or later: 2018-07-12 11:47:10. Without it: seven days.',
    ),
    createdBefore: timeInput(
      'With `amount`: orders that were created before this time, at most seven days later. Without it: until now.',
    ),
    ...MERCHANT_INPUT,
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_FOUND,
        description: 'How many orders are answered, at most; 20 unless it is said.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type SearchQuery = Static<typeof SearchQuery>;

const MatchedByText = Type.Unsafe<MatchedBy>({ type: 'string', enum: MATCHED_BY });

const FoundOrderResource = Type.Object(
  {
    matchedBy: described(
      MatchedByText,
      'By which of its numbers it was found; the whole number, or how it begins.',
    ),
    kind: Type.Unsafe<'payOrder' | 'refundOrder'>({
      type: 'string',
      enum: ['payOrder', 'refundOrder'],
      description: 'What was found.',
    }),
    order: Type.Unsafe<PayOrderResource | RefundOrderResource>({
      anyOf: [PayOrderResource, RefundOrderResource],
      description: 'The payment, or the refund.',
    }),
  },
  { title: 'FoundOrder' },
);

/** Answer of GET search. */
export const SearchAnswer = Type.Object(
  {
    items: described(
      Type.Array(FoundOrderResource),
      'What was found: by the whole number first, then by how it begins; the newest first.',
    ),
    searchedBy: described(
      Type.Array(MatchedByText),
      'What was compared with `q`, or with `amount`.',
    ),
    more: Type.Boolean({
      description:
        'Whether there are more than these, or may be: say more of the number, or a shorter time.',
    }),
  },
  { title: 'SearchAnswer' },
);
export type SearchAnswer = Static<typeof SearchAnswer>;
