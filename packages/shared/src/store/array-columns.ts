import { ofUnseenLength } from './sql.ts';

/** What a column of each SQL type is made of. */
interface SqlValues {
  readonly text: string | null;
  readonly int: number | null;
  readonly float8: number;
  readonly bigint: string;
  readonly bool: boolean;
  readonly timestamptz: Date | null;
}

type Column<Item> = {
  readonly [Type in keyof SqlValues]: readonly [
    sqlType: Type,
    value: (item: Item) => SqlValues[Type],
  ];
}[keyof SqlValues];

/** The columns of such an input by their names. */
export type ColumnTable<Item> = Readonly<Record<string, Column<Item>>>;

/** An input of a statement over arrays. Its parameters follow each other, one for each column. */
export interface ArrayColumns<Item> {
  /** The input as a table of this name, with a row for each item, for what comes behind FROM or JOIN. */
  readonly table: (alias: string) => string;
  /** How many columns, and parameters, there are. */
  readonly size: number;
  /** The values of the parameters. */
  readonly values: (items: readonly Item[]) => unknown[][];
}

/**
 * Describes the input of a statement over arrays, each column once: its name, its type, and how an item says its
 * value. What the statement reads as a column is always what the item said for it, whatever their order is.
 *
 * @param after how many parameters of the statement stand before these
 */
export function arrayColumns<Item>(columns: ColumnTable<Item>, after = 0): ArrayColumns<Item> {
  const described = Object.values(columns);
  const names = Object.keys(columns).map((name) => `"${name}"`);
  const parameters = described.map(([sqlType], at) => `$${after + at + 1}::${sqlType}[]`);
  const [first = '', ...others] = parameters;
  const rows = `unnest(${[ofUnseenLength(first), ...others].join(', ')})`;
  return {
    size: described.length,
    table: (alias) => `${rows} AS ${alias}(${names.join(', ')})`,
    values: (items) => described.map(([, value]) => items.map((item) => value(item))),
  };
}

/** JSON of it for a nullable `jsonb` column; null for nothing. */
export function jsonOrNull(value: object | null | undefined): string | null {
  return value ? JSON.stringify(value) : null;
}
