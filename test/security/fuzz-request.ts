import * as fc from 'fast-check';
import type { PlainRequest } from '../support/http-pool.ts';
import { type Operation, resolve } from '../support/openapi.ts';
import { JSON_TYPE, rarely } from './fuzz-headers.ts';
import type { Values } from './fuzz-values.ts';

/** Who sends it. */
export type CallerName = 'cashier' | 'operator' | 'stranger';

/** One generated request; ids in it are placeholders, and the token is not in it yet. */
export interface FuzzInput extends Omit<PlainRequest, 'body'> {
  readonly operation: string;
  readonly caller: CallerName;
  readonly body: string | null;
}

/** For what a request is made. */
export interface Asked {
  readonly description: object;
  readonly operation: Operation;
  readonly caller: CallerName;
  readonly values: Values;
}

/** In a body: the number in the path. */
export const NUMBER_OF_PATH = '~path~';
/** A notice's number and its token are of one order, so they are one id. */
export const NOTICE = '{tractionNo}/{token}';

/** A path with ids of this caller, sometimes of another one or of none. */
export function pathOf({ values }: Asked, path: string): fc.Arbitrary<string> {
  const isNotice = path.endsWith(NOTICE);
  const nobody = fc.constantFrom('nowhere', '~own.payOrders.1~', '~own.payModes.1~');
  const number = fc.constantFrom('1', '12345678901234567890/x', `2/${'A'.repeat(43)}`);
  const id = values.id(listOf(path), isNotice ? number : nobody) as fc.Arbitrary<string>;
  return id.map((text) => path.replace(isNotice ? NOTICE : '{uuid}', () => text));
}

/** The list that a path's first id is of. */
const listOf = (path: string) => path.split('/')[1] ?? '';

/** A body that the operation's schema allows, or null where it has none. */
export function bodyOf({ description, operation, values }: Asked): fc.Arbitrary<object> | null {
  const { requestBody } = operation.operation;
  if (requestBody === undefined) return null;
  const { content } = resolve(description, requestBody);
  const body = values.of(content[JSON_TYPE].schema, '') as fc.Arbitrary<object>;
  if (!operation.key.includes('Info/')) return body;
  const aboutIt = body.map((value) => ({ ...value, tractionNo: NUMBER_OF_PATH }));
  return rarely<object>(aboutIt, body, 10);
}

/** Placeholders have no letters that would be escaped. */
export const escapeText = (text: string) => encodeURIComponent(text.toWellFormed());
