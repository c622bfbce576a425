import { Type } from 'typebox';
import type { ListRules } from '../http/list-query.ts';
import { MAX_ID } from '../http/schemas/common.ts';

/** Two orders that every list knows; the first of a list's own is its default. */
export const OLDEST_FIRST = { by: 'createdAt', direction: 'asc' } as const;
export const NEWEST_FIRST = { by: 'createdAt', direction: 'desc' } as const;

/** Queries may contain NUL, which PostgreSQL cannot compare with. */
export const TEXT_ID = Type.Optional(
  Type.String({ minLength: 1, maxLength: MAX_ID, pattern: '^[^\\0]+$' }),
);

/** The same list below another resource, whose id is then in the path and no filter any more. */
export function withoutFilters(rules: ListRules, names: readonly string[]): ListRules {
  const rest = Object.entries(rules.filters).filter(([name]) => !names.includes(name));
  return { ...rules, filters: Object.fromEntries(rest) };
}
