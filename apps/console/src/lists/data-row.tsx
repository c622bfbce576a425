import { Link } from '@tanstack/react-router';
import { type MouseEvent, memo } from 'react';
import classes from './data-list.module.css';
import type { ListColumn } from './list-column.ts';

/** A path of the console, `/payments/$uuid`, and what stands in it. */
export interface RowLink {
  readonly to: '/payments/$uuid' | '/refunds/$uuid' | '/endpoints/$uuid' | '/deliveries/$uuid';
  readonly uuid: string;
}

interface DataRowProps<Row> {
  /** from 0, among all rows */
  readonly index: number;
  readonly row: Row;
  readonly columns: readonly ListColumn<Row>[];
  readonly linkOf: (row: Row) => RowLink | null;
  readonly numberOf: (row: Row) => string;
  /** for rows whose height depends on what is in them */
  readonly measure?: (element: Element | null) => void;
}

const INTERACTIVE = 'a, button, input, label, summary';

/** A click beside the link opens it as well, unless text is being selected. */
function forwardClick(event: MouseEvent<HTMLElement>): void {
  const isOwn = event.target instanceof Element && event.target.closest(INTERACTIVE) !== null;
  if (isOwn || String(document.getSelection() ?? '') !== '') return;
  const link = event.currentTarget.querySelector<HTMLAnchorElement>('a[data-row]');
  if (link === null) return;
  if (event.button === 1 || event.ctrlKey || event.metaKey) window.open(link.href, '_blank');
  else if (event.button === 0) link.click();
}

function Row<T>({ index, row, columns, linkOf, numberOf, measure }: DataRowProps<T>) {
  const link = linkOf(row);
  return (
    <div
      role="row"
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      className={classes['row']}
      data-link={link !== null || undefined}
      onClick={forwardClick}
      onAuxClick={forwardClick}
    >
      {columns.map(({ id, cell, isRight, card }, position) => (
        <div
          key={id}
          role="cell"
          className={classes['cell']}
          data-right={isRight || undefined}
          data-card={card ?? 'below'}
        >
          {position === 0 ? (
            <RowLead link={link} number={numberOf(row)}>
              {cell(row)}
            </RowLead>
          ) : (
            cell(row)
          )}
        </div>
      ))}
    </div>
  );
}

interface RowLeadProps {
  readonly link: RowLink | null;
  readonly number: string;
  readonly children: React.ReactNode;
}

/** The first cell holds the row's link; of a row without a page it takes the focus of `j` and `k`. */
function RowLead({ link, number, children }: RowLeadProps) {
  if (link === null) {
    return (
      <span className={classes['lead']} data-row="" data-number={number} tabIndex={-1}>
        {children}
      </span>
    );
  }
  const { to, uuid } = link;
  return (
    <Link
      to={to}
      params={{ uuid }}
      preload={false}
      className={classes['link']}
      data-row=""
      data-number={number}
    >
      {children}
    </Link>
  );
}

/** One row of a {@link DataList}. */
export const DataRow = memo(Row) as typeof Row;
