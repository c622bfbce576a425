import { Type } from 'typebox';
import type { ListRules } from '../http/list-query.ts';
import { flagInput, MAX_ID } from '../http/schemas/common.ts';

/** Two orders that every list knows; the first of a list's own is its default. */
export const OLDEST_FIRST = { by: 'createdAt', direction: 'asc' } as const;
export const NEWEST_FIRST = { by: 'createdAt', direction: 'desc' } as const;

/** A filter by an id. Queries may contain NUL, which PostgreSQL cannot compare with. */
export const textFilter = (description: string) =>
  Type.Optional(
    Type.String({ minLength: 1, maxLength: MAX_ID, pattern: '^[^\\0]+$', description }),
  );
export const flagFilter = (description: string) => Type.Optional(flagInput(description));

/** Filters that several lists have. */
export const UUID_FILTER = textFilter('The id of the resource.');
export const PAY_MODE_FILTER = textFilter('The pay mode.');
export const TEMPLATE_FILTER = textFilter('The template, a way to pay that the gateway knows.');
export const PAY_ORDER_FILTER = textFilter('The payment.');
export const REVIEW_FILTER = flagFilter('1: only orders that a person should review.');

/** The same list below another resource, whose id is then in the path and no filter any more. */
export function withoutFilters(rules: ListRules, names: readonly string[]): ListRules {
  const rest = Object.entries(rules.filters).filter(([name]) => !names.includes(name));
  return { ...rules, filters: Object.fromEntries(rest) };
}
