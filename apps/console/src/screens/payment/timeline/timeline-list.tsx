import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { EntryRowView } from './entry-row.tsx';
import { FoldRowView } from './fold-row.tsx';
import type { TimelineRow } from './rows.ts';
import classes from './timeline.module.css';

/** From here only the rows in view are in the page. */
const VIRTUAL_FROM = 200;
const ROW_PX = 39;
const OVERSCAN = 12;

interface TimelineListProps {
  readonly label: string;
  readonly rows: readonly TimelineRow[];
  readonly longestMs: number;
  /** keys of rows whose detail is shown */
  readonly open: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
  /** whether there are more than are loaded */
  readonly hasMore: boolean;
}

/** The rows of a history; of a long one only those in view, each of which says to screen readers which of how many it is. */
export function TimelineList(props: TimelineListProps) {
  const { rows } = props;
  return rows.length >= VIRTUAL_FROM ? <VirtualList {...props} /> : <PlainList {...props} />;
}

function PlainList({ label, rows, ...rest }: TimelineListProps) {
  return (
    <ol className={classes['list']} aria-label={label}>
      {rows.map((row) => (
        <li key={row.key} className={classes['row']} data-inside={isInside(row) || undefined}>
          <RowView row={row} {...rest} />
        </li>
      ))}
    </ol>
  );
}

/** The page scrolls, not the list: the list's place in it is measured. */
function VirtualList({ label, rows, hasMore, ...rest }: TimelineListProps) {
  const list = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const scroller = scrollerOf();
    if (list.current === null || scroller === null) return;
    const { top: listTop } = list.current.getBoundingClientRect();
    setTop(listTop - scroller.getBoundingClientRect().top + scroller.scrollTop);
  }, [rows.length]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: scrollerOf,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: OVERSCAN,
    scrollMargin: top,
  });
  const items = virtual.getVirtualItems();
  const before = Math.max((items[0]?.start ?? top) - top, 0);
  const after = Math.max(virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top), 0);
  return (
    <ol
      ref={list}
      className={classes['list']}
      aria-label={label}
      style={{ paddingTop: before, paddingBottom: after }}
    >
      {items.map(({ index, key }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <li
            key={String(key)}
            ref={virtual.measureElement}
            data-index={index}
            className={classes['row']}
            data-inside={isInside(row) || undefined}
            aria-setsize={hasMore ? -1 : rows.length}
            aria-posinset={index + 1}
          >
            <RowView row={row} {...rest} />
          </li>
        );
      })}
    </ol>
  );
}

/** What scrolls the page (shell/shell.tsx). */
function scrollerOf(): HTMLElement | null {
  return document.getElementById('content');
}

function isInside(row: TimelineRow): boolean {
  return row.kind === 'entry' && row.isInside;
}

interface RowViewProps {
  readonly row: TimelineRow;
  readonly longestMs: number;
  readonly open: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

function RowView({ row, longestMs, open, onToggle }: RowViewProps) {
  if (row.kind === 'fold') {
    return <FoldRowView row={row} longestMs={longestMs} onToggle={onToggle} />;
  }
  return (
    <EntryRowView row={row} longestMs={longestMs} isOpen={open.has(row.key)} onToggle={onToggle} />
  );
}
