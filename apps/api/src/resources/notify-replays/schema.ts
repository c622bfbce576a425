import {
  type OrderEventType as EventType,
  ORDER_EVENT_TYPES,
} from '@payserver/shared/domain/notify/event-types';
import { type Static, Type } from 'typebox';
import {
  described,
  flagInput,
  IDENTITY,
  integer,
  link,
  nullableWireTime,
  text,
  wireTime,
} from '../../http/schemas/common.ts';

const OrderEventType = Type.Unsafe<EventType>({ type: 'string', enum: [...ORDER_EVENT_TYPES] });
const MAX_TIME = 32;
const TIMES = 'Of two such moments the';

const Only = Type.Unsafe<'failed' | 'missing' | 'all'>({
  type: 'string',
  enum: ['failed', 'missing', 'all'],
  description:
    '`failed`: events whose message failed or was skipped, and was never taken. `missing`: all that were never taken, also ' +
    'those from before the endpoint. `all`: every event.',
});
const State = Type.Unsafe<'asOfThen' | 'asOfNow'>({
  type: 'string',
  enum: ['asOfThen', 'asOfNow'],
  description:
    '`asOfThen`: the same bodies as then. `asOfNow`: with the status that the order has now.',
});

/** Body of POST notifyEndpoints/:uuid/replays. */
export const ReplayBody = Type.Object(
  {
    from: Type.String({
      maxLength: MAX_TIME,
      description: `Events of this time or later: 2018-07-12 11:47:10. ${TIMES} earlier.`,
    }),
    to: Type.Optional(
      Type.String({
        maxLength: MAX_TIME,
        description: `Events of this time or earlier; without it until now. ${TIMES} later.`,
      }),
    ),
    types: Type.Optional(
      Type.Array(OrderEventType, {
        maxItems: ORDER_EVENT_TYPES.length,
        uniqueItems: true,
        description: 'Only these of the types of the endpoint; empty: all.',
      }),
    ),
    only: Type.Optional(Only),
    state: Type.Optional(State),
    dryRun: Type.Optional(flagInput('1: only says what it would come to.')),
  },
  { title: 'NotifyReplayRequest', additionalProperties: false },
);
export type ReplayBody = Static<typeof ReplayBody>;

const Status = Type.Unsafe<'running' | 'paused' | 'done' | 'stopped'>({
  type: 'string',
  enum: ['running', 'paused', 'done', 'stopped'],
  description: 'Whether messages are being written.',
});

/** Body of POST notifyReplays/:uuid. */
export const ChangeReplayBody = Type.Object(
  {
    status: Type.Unsafe<'running' | 'paused' | 'stopped'>({
      type: 'string',
      enum: ['running', 'paused', 'stopped'],
      description: '`stopped` is for ever.',
    }),
  },
  { title: 'NotifyReplayChange', additionalProperties: false },
);

/** A replay on the wire. */
export const NotifyReplayResource = Type.Object(
  {
    ...IDENTITY,
    merchantUUID: text('The merchant.'),
    notifyEndpointUUID: text('The endpoint.'),
    status: Status,
    only: Only,
    state: State,
    types: described(Type.Array(Type.String()), 'Which events; empty: all of the endpoint.'),
    from: wireTime('Events of this time or later.'),
    to: wireTime('Events of this time or earlier.'),
    total: integer('Events that matched when it was asked for.'),
    sent: integer('Messages that were written so far.'),
    createdBy: text('Who asked for it.'),
    createdAt: wireTime('When it was asked for.'),
    endedAt: nullableWireTime('When the last message was written.'),
    notifyEndpoint: link('The endpoint.'),
  },
  { title: 'NotifyReplay' },
);
export type NotifyReplayResource = Static<typeof NotifyReplayResource>;

/** What a dry run answers. */
export const ReplayForecast = Type.Object(
  {
    willSend: integer('Messages that would be written.'),
    byType: Type.Unsafe<Readonly<Record<string, number>>>({
      type: 'object',
      additionalProperties: { type: 'integer' },
      description: 'The same, by type.',
    }),
  },
  { title: 'NotifyReplayForecast' },
);
export type ReplayForecast = Static<typeof ReplayForecast>;

/** Answer of POST notifyEndpoints/:uuid/replays. */
export const ReplayOrForecast = Type.Unsafe<NotifyReplayResource | ReplayForecast>({
  anyOf: [NotifyReplayResource, ReplayForecast],
});
