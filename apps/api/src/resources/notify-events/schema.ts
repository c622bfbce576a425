import { type Static, Type } from 'typebox';
import { described, FreeFormOutput, MERCHANT_INPUT, text } from '../../http/schemas/common.ts';

const MAX_CURSOR = 64;
const MAX_TIME = 32;
const MAX_EVENTS = 200;
export const DEFAULT_EVENTS = 100;

/** Query of GET notifyEvents. */
export const NotifyEventsQuery = Type.Object(
  {
    after: Type.Optional(
      Type.String({
        maxLength: MAX_CURSOR,
        pattern: '^[A-Za-z0-9_-]+$',
        description: 'The `next` of the answer before.',
      }),
    ),
    from: Type.Optional(
      Type.String({
        maxLength: MAX_TIME,
        description:
          'Where to begin, in the place of `after`: 2018-07-12 11:47:10. Without either, with what comes next.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_EVENTS,
        description: `Events of an answer, at most; ${DEFAULT_EVENTS} without it.`,
      }),
    ),
    ...MERCHANT_INPUT,
  },
  { additionalProperties: false },
);

const NotifyEvent = Type.Object(
  {
    id: text('`evt_` and the id of the trade record: the `webhook-id` of its message.'),
    type: text('What happened.'),
    timestamp: text('When it happened, RFC 3339.'),
    data: described(FreeFormOutput, 'What a message about it says.'),
  },
  { title: 'NotifyEvent' },
);

/** Answer of GET notifyEvents. */
export const NotifyEvents = Type.Object(
  {
    items: described(Type.Array(NotifyEvent), 'The events, in the order of their commits.'),
    next: text(
      'Where the next answer begins: its `after`. It is there when there are no items, too.',
    ),
    more: Type.Boolean({ description: 'Whether to ask again at once.' }),
  },
  { title: 'NotifyEventList' },
);
export type NotifyEvents = Static<typeof NotifyEvents>;
