import {
  type ColumnDef,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type CSSProperties, type ReactNode, useMemo, useRef } from 'react';
import { useText } from '../i18n/use-text.ts';
import classes from './data-list.module.css';
import { DataRow, type RowLink } from './data-row.tsx';
import type { ListColumn } from './list-column.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useRowsInView } from './use-rows-in-view.ts';

const features = tableFeatures({ columnVisibilityFeature });

export interface DataListProps<Row> {
  /** says what the list is, for screen readers */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly ListColumn<Row>[];
  /** ids of those that are shown */
  readonly shown: readonly string[];
  readonly rowId: (row: Row) => string;
  /** where a row leads; null for rows without a page */
  readonly linkOf: (row: Row) => RowLink | null;
  /** what `c` copies */
  readonly numberOf: (row: Row) => string;
  readonly hasMore: boolean;
  readonly sort?: {
    readonly column: string;
    readonly isUp: boolean;
    /** what the order is, in words */
    readonly label: string;
    readonly onTurn: () => void;
  };
  /** below the last row */
  readonly foot?: ReactNode;
}

/**
 * Rows under a header that stays. Rows are links; `j k Enter o c` work on them. A long list holds only the rows in view,
 * and says to screen readers which of how many they are.
 */
export function DataList<Row extends object>(props: DataListProps<Row>) {
  const { rows, columns, shown, label, hasMore, rowId } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const definitions = useMemo(
    () => columns.map(({ id }): ColumnDef<typeof features, Row> => ({ id })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    state: {
      columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, shown.includes(id)])),
    },
  });
  const visible = columns.filter(({ id }) => shown.includes(id));
  useRowKeys(scroller);
  const model = table.getRowModel().rows;
  const { range, before, after, measure } = useRowsInView(scroller, model.length);
  return (
    <div ref={scroller} className={classes['scroller']}>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        className={classes['table']}
        style={gridOf(visible)}
      >
        <Header columns={visible} sort={props.sort} />
        <div role="rowgroup" style={{ paddingTop: before, paddingBottom: after }}>
          {range.map((index) => {
            const row = model[index];
            if (row === undefined) return null;
            return (
              <DataRow
                key={row.id}
                index={index}
                row={row.original}
                columns={visible}
                {...(measure === null ? {} : { measure })}
                linkOf={props.linkOf}
                numberOf={props.numberOf}
              />
            );
          })}
        </div>
      </div>
      {props.foot}
    </div>
  );
}

/** data-list.module.css has them as well, px. */
const GAP = 20;
const PADDING = 48;

/** Tracks and the least width of the table. A long text must not widen it: it is cut, and the whole is its title. */
function gridOf(columns: readonly ListColumn<never>[]): CSSProperties {
  const tracks = columns.map(({ width, isGrowing }) =>
    isGrowing ? `minmax(${width}px, 1fr)` : `${width}px`,
  );
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  return {
    '--columns': tracks.join(' '),
    '--least': `${width + GAP * (columns.length - 1) + PADDING}px`,
  } as CSSProperties;
}

interface HeaderProps<Row> {
  readonly columns: readonly ListColumn<Row>[];
  readonly sort: DataListProps<Row>['sort'];
}

function Header<Row>({ columns, sort }: HeaderProps<Row>) {
  const text = useText();
  return (
    <div role="rowgroup" className={classes['head']}>
      <div role="row" aria-rowindex={1} className={classes['headRow']}>
        {columns.map(({ id, header, isRight }) => {
          const isSorted = sort?.column === id;
          return (
            <div
              key={id}
              role="columnheader"
              className={classes['headCell']}
              data-right={isRight || undefined}
              {...(isSorted ? { 'aria-sort': sort.isUp ? 'ascending' : 'descending' } : {})}
            >
              {isSorted ? (
                <button
                  type="button"
                  className={classes['sort']}
                  title={sort.label}
                  onClick={sort.onTurn}
                >
                  {header(text)} <span aria-hidden="true">{sort.isUp ? '↑' : '↓'}</span>
                </button>
              ) : (
                header(text)
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
