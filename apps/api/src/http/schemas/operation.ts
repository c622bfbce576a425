import type { ErrorCode } from '@payserver/shared/domain/errors';
import type { TSchema } from 'typebox';

/** The groups of operations in the OpenAPI description. */
export type Tag =
  | 'Pay'
  | 'Refund'
  | 'Pay modes'
  | 'Templates'
  | 'History'
  | 'Notices'
  | 'Operator'
  | 'Health';

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
}

/** Said of every operation with `x-waits`. */
export const WAITING =
  'It answers as soon as the outcome is known, at the latest after `PAY_WAIT_MS` (8 s unless the ' +
  'gateway is set otherwise); `Prefer` changes that for one call.';

/** The schema of an answer, and what this answer is. */
export function answer<Schema extends TSchema>(schema: Schema, description: string): Schema {
  return { ...schema, 'x-response-description': description };
}
