import type { ErrorCode } from '@payserver/shared/domain/errors';
import type { TSchema } from 'typebox';

/** The groups of operations in the OpenAPI description, in the order of the reference, and what is said of each. */
export const TAGS = {
  Pay: 'Take payments, one or many, and ask what became of them.',
  Refund: 'Give money back, in part or whole, and ask what became of it.',
  Search: 'Find orders by any of their numbers.',
  'Pay modes': 'The ways to pay that a merchant has opened.',
  Templates: 'The ways to pay that this gateway knows.',
  History: 'Trade records: one for each change of an order.',
  Notifications:
    'Have messages sent about payments and refunds, see how they went, and send them again.',
  Exports: 'Whole lists as CSV.',
  Notices: 'Where connectors report the end of a payment or refund.',
  Operator: 'Find what is stuck, have it attempted, and settle by hand what nobody else can.',
  Console: 'Who you are, and who is logged in to the console.',
  Health: 'For load balancers: is the process alive, and can it serve.',
  Connector: 'What the gateway calls: the URLs that a connector serves.',
  Messages: 'What the gateway posts to merchants.',
} as const;
export type Tag = keyof typeof TAGS;

/** The token as OpenAPI shows it. */
export const BEARER_SCHEME = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'A JWT with `exp` and `merchantUUID` (or `merchantHref`, `shopHref`); `scope` with ' +
    '`payserver:admin`, `payserver:operate`, `payserver:support` or `payserver:view` for staff. `npm run token -- --merchant UUID` mints one.',
};

/**
 * What a route's schema says about the route itself. @fastify/swagger reads it, and so does openapi; neither
 * validation nor serialisation does.
 */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly [Tag];
  /** empty where no token is asked for */
  readonly security?: readonly [];
  /** codes that this route answers besides those of its kind: of a token, a path, a query, a body */
  readonly 'x-codes'?: readonly ErrorCode[];
  /** that it waits for an outcome, as `Prefer` says */
  readonly 'x-waits'?: true;
  /** of its success, when that is not JSON */
  readonly 'x-media'?: 'text/event-stream' | 'text/csv';
}

/** Said of every operation with `x-waits`. */
export const WAITING =
  'It answers as soon as the outcome is known, at the latest after `PAY_WAIT_MS` (8 s unless the ' +
  'gateway is set otherwise); `Prefer` changes that for one call.';

/** The schema of an answer, and what this answer is. */
export function answer<Schema extends TSchema>(schema: Schema, description: string): Schema {
  return { ...schema, 'x-response-description': description };
}
