import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Admin } from '../books/admin.ts';
import type { Connection } from '../books/connection.ts';
import { Refused } from './answers.ts';
import { merchantOf } from './caller.ts';
import { MerchantQuery } from './schemas.ts';

/** What the routes work with. */
export interface AdminDeps {
  readonly admin: Admin;
  readonly connection: Connection;
}

interface Described {
  readonly url: string;
  readonly summary: string;
  readonly answer: TSchema;
}

type OfMerchant = { readonly merchantUUID: string };

/** A POST whose body has this shape; of a merchant that the token or an operator names. */
export interface Write<B extends TSchema> extends Described {
  readonly body: B;
  readonly run: (input: Static<B> & OfMerchant) => Promise<unknown>;
}

/** A GET whose query has this shape. */
export interface Read<Q extends TSchema> extends Described {
  readonly query: Q;
  readonly run: (input: Static<Q> & OfMerchant) => Promise<unknown>;
}

/** What a route answers: what was asked for, or the refusal that every route may give. */
export function answersOf(answer: TSchema) {
  return { 200: answer, default: Refused };
}

export function onWrite<B extends TSchema>(app: FastifyInstance, write: Write<B>): void {
  const { url, summary, body, answer, run } = write;
  const schema = { summary, body, querystring: MerchantQuery, response: answersOf(answer) };
  app.post(url, { schema }, async (request) =>
    run(withMerchant(request.body as Static<B>, request)),
  );
}

export function onRead<Q extends TSchema>(app: FastifyInstance, read: Read<Q>): void {
  const { url, summary, query, answer, run } = read;
  const schema = { summary, querystring: query, response: answersOf(answer) };
  app.get(url, { schema }, async (request) =>
    run(withMerchant(request.query as Static<Q>, request)),
  );
}

function withMerchant<T>(input: T, request: FastifyRequest): T & OfMerchant {
  return Object.assign({}, input, { merchantUUID: merchantOf(request) });
}

const DEFAULT_PAGE = 50;

/** How many items a page has at most. */
export function limitOf({ limit }: { readonly limit?: string }): number {
  return Number(limit ?? DEFAULT_PAGE);
}
