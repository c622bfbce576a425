import type { ErrorCode } from '@payserver/shared/domain/errors';

/** What is said about each group of operations; the order is that of the reference. */
export const TAGS = [
  { name: 'Pay', description: 'Take payments, one or many, and ask what became of them.' },
  { name: 'Refund', description: 'Give money back, in part or whole, and ask what became of it.' },
  { name: 'Pay modes', description: 'The ways to pay that a merchant has opened.' },
  { name: 'Templates', description: 'The ways to pay that this gateway knows.' },
  { name: 'History', description: 'Trade records: one for each change of an order.' },
  { name: 'Notices', description: 'Where connectors report the end of a payment or refund.' },
  { name: 'Operator', description: 'Look at exceptions and settle by hand what nobody else can.' },
  { name: 'Health', description: 'For load balancers: is the process alive, and can it serve.' },
  { name: 'Connector', description: 'What the gateway calls: the URLs that a connector serves.' },
] as const;

export type Tag = (typeof TAGS)[number]['name'];

/** A named example. */
export interface Example {
  readonly summary: string;
  readonly value: unknown;
}

export type Examples = Readonly<Record<string, Example>>;

/** A success and what it looks like. */
export interface AnswerDoc {
  readonly description: string;
  readonly examples: Examples;
}

/**
 * What a route's schema cannot say about it. The codes that every route of its kind can answer (no token,
 * an invalid body) are added by errors.ts.
 */
export interface OperationDoc {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tag: Tag;
  /** by HTTP status */
  readonly answers: Readonly<Record<string, AnswerDoc>>;
  readonly requests?: Examples;
  /** codes that this route answers besides those of its kind */
  readonly codes?: readonly ErrorCode[];
  /** one that the demo shop has, for the path */
  readonly uuid?: string;
  /** whether it needs a token (the default), a notice URL, or nothing */
  readonly access?: 'token' | 'notice' | 'open';
  /** whether it waits for an outcome, as `Prefer` says */
  readonly waits?: boolean;
}

/** `POST /pay`: the document of the route with this method and path. */
export type OperationDocs = Readonly<Record<string, OperationDoc>>;

/** A success with one example. */
export function answer(description: string, value: unknown): AnswerDoc {
  return { description, examples: { answer: { summary: description, value } } };
}
