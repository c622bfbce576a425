import { type Static, Type } from 'typebox';
import {
  described,
  FreeFormOutput,
  flagInput,
  Id,
  integer,
  MERCHANT_INPUT,
  nullableText,
  text,
  wireTime,
} from '../../http/schemas/common.ts';
import { CONNECTOR_KEY, LAST_OUTCOME, OrderKind, REVIEW_REASON } from '../stuck-orders/schema.ts';

const MAX_TEXT = 256;
const MAX_LIMIT = 500;
export const DEFAULT_LIMIT = 200;

/** A text, or null for those that have none. */
const TextOrNone = Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: MAX_TEXT });

/** Body of POST selections: which stuck orders. */
export const SelectionBody = Type.Object(
  {
    kind: OrderKind,
    connectorKey: Type.Optional(Type.String({ maxLength: MAX_TEXT, description: CONNECTOR_KEY })),
    payModeUUID: Type.Optional(described(Id, 'The pay mode.')),
    lastOutcome: Type.Optional(described(TextOrNone, LAST_OUTCOME)),
    reviewReason: Type.Optional(described(TextOrNone, REVIEW_REASON)),
    needsReview: Type.Optional(
      flagInput('1: only orders that a person should review; 0: only others.'),
    ),
    ...MERCHANT_INPUT,
  },
  { title: 'SelectionRequest', additionalProperties: false },
);

/** Body of POST selections/:uuid/ask. */
export const AskSelectionBody = Type.Object(
  {
    dryRun: Type.Optional(flagInput('1: only says what it would come to.')),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_LIMIT,
        description: `Orders of this step, at most; ${DEFAULT_LIMIT} without it.`,
      }),
    ),
  },
  { title: 'AskSelectionRequest', additionalProperties: false },
);

const Sampled = Type.Object(
  {
    uuid: text('The id of the order.'),
    tractionNo: text("The gateway's number of the order."),
    amount: integer('fen'),
  },
  { title: 'SelectedOrder' },
);

/** A selection on the wire. */
export const SelectionResource = Type.Object(
  {
    uuid: text('The id of the selection.'),
    kind: OrderKind,
    merchantUUID: nullableText('Whose orders; null: of every merchant.'),
    filter: described(FreeFormOutput, 'What was asked for.'),
    total: integer('Orders that matched when it was made.'),
    left: integer('Orders of which nothing was decided yet.'),
    asked: integer('Orders whose attempt was made due.'),
    skipped: integer('Orders that were final by then, in the middle of an attempt, or due anyway.'),
    createdAt: wireTime('When it was made.'),
    createdBy: text('Who made it.'),
    expiresAt: wireTime('When it ends.'),
    sample: described(Type.Array(Sampled), 'Its first orders.'),
  },
  { title: 'Selection' },
);
export type SelectionResource = Static<typeof SelectionResource>;

/** What a dry run answers. */
export const SelectionForecast = Type.Object(
  {
    willAsk: integer('Orders that would be attempted now.'),
    willSkip: integer('Orders that would be skipped.'),
    reasons: Type.Object(
      {
        final: integer('They have become final.'),
        isAsking: integer('An attempt is in progress.'),
        due: integer('Their attempt is due by now.'),
      },
      { description: 'How many are skipped for what.' },
    ),
  },
  { title: 'SelectionForecast' },
);
export type SelectionForecast = Static<typeof SelectionForecast>;

/** Answer of POST selections/:uuid/ask. */
export const SelectionOrForecast = Type.Unsafe<SelectionResource | SelectionForecast>({
  anyOf: [SelectionResource, SelectionForecast],
});
