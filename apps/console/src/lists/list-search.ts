/** One thing a list can be filtered by: its name is the API's, and the URL's. */
export type FilterField =
  | { readonly kind: 'text'; readonly name: string }
  | { readonly kind: 'choice'; readonly name: string; readonly choices: readonly string[] }
  /** `1`, or not there */
  | { readonly kind: 'flag'; readonly name: string }
  /** `createdFrom` and `createdTo`, either alone or both */
  | { readonly kind: 'period'; readonly name: 'created' };

export interface Filter {
  readonly field: FilterField;
  /** by name of the param: one, of a period up to two */
  readonly values: Readonly<Record<string, string>>;
}

export interface ListSearch {
  readonly filters: readonly Filter[];
  /** chosen columns in the order of the list, null for the usual ones */
  readonly columns: readonly string[] | null;
  readonly isOldestFirst: boolean;
}

/** What a list needs to read the URL. */
export interface ListShape {
  readonly fields: readonly FilterField[];
  /** ids of all its columns */
  readonly columns: readonly string[];
  /** the order without a word in the URL */
  readonly isOldestFirst?: boolean;
}

/** A list's params; values as they are written. */
export type ListParams = Readonly<Record<string, string>>;

export const PERIOD = ['createdFrom', 'createdTo'] as const;
const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const OLDEST = 'createdAt';
const NEWEST = 'createdAt desc';
/** Longer is no number, and no URL either. */
const MAX_VALUE = 200;

/** The names of the params of a field. */
function paramsOf(field: FilterField): readonly string[] {
  return field.kind === 'period' ? PERIOD : [field.name];
}

/**
 * What the URL says of a list. What is no filter of it, and values that no filter has, are left out: the API would
 * refuse the whole list for one of them.
 */
export function readListSearch(shape: ListShape, params: ListParams): ListSearch {
  const filters = shape.fields.flatMap((field) => {
    const values = Object.fromEntries(
      paramsOf(field).flatMap((name) => {
        const value = params[name];
        return value !== undefined && isValue(field, value) ? [[name, value]] : [];
      }),
    );
    return Object.keys(values).length > 0 ? [{ field, values }] : [];
  });
  const chosen = params['cols']?.split(',') ?? [];
  const columns = shape.columns.filter((id) => chosen.includes(id));
  const orders: Record<string, boolean> = { [OLDEST]: true, [NEWEST]: false };
  return {
    filters,
    columns: columns.length > 0 ? columns : null,
    isOldestFirst: orders[params['orderBy'] ?? ''] ?? shape.isOldestFirst ?? false,
  };
}

/** Whether the API takes this value for the field. */
function isValue(field: FilterField, value: string): boolean {
  if (value === '' || value.length > MAX_VALUE) return false;
  switch (field.kind) {
    case 'text':
      return true;
    case 'choice':
      return field.choices.includes(value);
    case 'flag':
      return value === '1';
    case 'period':
      return MOMENT.test(value);
  }
}

/** What the API is asked for: the filters and the order, without the columns. */
export function toQuery({ filters, isOldestFirst }: ListSearch): Record<string, string> {
  const query: Record<string, string> = { orderBy: isOldestFirst ? OLDEST : NEWEST };
  for (const { values } of filters) Object.assign(query, values);
  return query;
}

/** The URL's params after one filter was set, or removed (`null`); everything else stays. */
export function withFilter(
  params: ListParams,
  field: FilterField,
  values: Readonly<Record<string, string>> | null,
): Record<string, string> {
  const rest = without(params, paramsOf(field));
  const set = Object.entries(values ?? {}).map(([name, value]) => [name, value.trim()] as const);
  return { ...rest, ...Object.fromEntries(set.filter(([, value]) => isValue(field, value))) };
}

/** The URL's params without any filter of the list. */
export function withoutFilters(params: ListParams, shape: ListShape): Record<string, string> {
  return without(params, shape.fields.flatMap(paramsOf));
}

/** The URL's params with these columns; the usual ones need no word in the URL. */
export function withColumns(
  params: ListParams,
  chosen: readonly string[],
  usual: readonly string[],
): Record<string, string> {
  const rest = without(params, ['cols']);
  const isUsual = chosen.length === usual.length && chosen.every((id) => usual.includes(id));
  return isUsual || chosen.length === 0 ? rest : { ...rest, cols: chosen.join(',') };
}

/** The URL's params in the other order. */
export function withOrder(params: ListParams, isOldestFirst: boolean): Record<string, string> {
  return { ...params, orderBy: isOldestFirst ? OLDEST : NEWEST };
}

function without(params: ListParams, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
}

/**
 * The cursor of the next page from the link of the list, null on the last.
 *
 * @param next a whole URL of the API, as the list names it
 */
export function cursorOf(next: string | undefined): string | null {
  if (next === undefined) return null;
  const [, query = ''] = next.split('?');
  return new URLSearchParams(query).get('cursor');
}

/** `2026-11-28T16:02` of a moment of the API, for a field of the browser. */
export function toInputTime(moment: string): string {
  return MOMENT.test(moment) ? moment.slice(0, 16).replace(' ', 'T') : '';
}

/** The moment that a field of the browser names; seconds are `second`. */
export function fromInputTime(input: string, second: '00' | '59'): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?/.exec(input);
  return match === null ? '' : `${match[1]} ${match[2]}${match[3] ?? `:${second}`}`;
}
