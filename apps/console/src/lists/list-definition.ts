import type { ReactNode } from 'react';
import type { DataListProps } from './data-list.tsx';
import type { ChoiceWords } from './filter-bar.tsx';
import type { ListColumn } from './list-column.ts';
import type { FilterField } from './list-search.ts';
import type { FetchPage } from './use-list.ts';

/** The routes that are lists. */
export type ListPath =
  | '/payments'
  | '/refunds'
  | '/exceptions'
  | '/records'
  | '/audit'
  | '/endpoints'
  | '/deliveries'
  | '/sessions';

/** What makes one list: its route, its filters, its columns, and how a page of it is asked for. */
export interface ListDefinition<Row> {
  /** also the name of its texts */
  readonly path: ListPath;
  readonly title: string;
  readonly lead?: string;
  readonly fields: readonly FilterField[];
  readonly columns: readonly ListColumn<Row>[];
  readonly words: ChoiceWords;
  readonly fetchPage: FetchPage<Row>;
  readonly row: Pick<DataListProps<Row>, 'rowId' | 'linkOf' | 'numberOf'>;
  /** the last part of the export's path; null without one */
  readonly exportAs: string | null;
  /** why nothing is there yet */
  readonly empty: string;
  readonly emptyIcon?: ReactNode;
  readonly isOldestFirst?: boolean;
  /** what can be done besides, beside the title */
  readonly actions?: ReactNode;
}
