import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import { useIsNarrow } from '../app/use-width.ts';

/** From here only the rows in view are in the page. */
const VIRTUAL_FROM = 200;
/** As in data-list.module.css. */
const ROW_PX = 41;
const CARD_PX = 67;
const OVERSCAN = 14;

interface RowsInView {
  /** indexes of the rows that are in the page */
  readonly range: readonly number[];
  /** px that stand for the rows before and after them */
  readonly before: number;
  readonly after: number;
  /** for rows whose height depends on what is in them */
  readonly measure: ((element: Element | null) => void) | null;
}

/** Which rows of a list are in the page: all of a short one, of a long one those in view and a few around them. */
export function useRowsInView(scroller: RefObject<HTMLElement | null>, count: number): RowsInView {
  const isNarrow = useIsNarrow();
  const isVirtual = count >= VIRTUAL_FROM;
  const virtual = useVirtualizer({
    count,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? CARD_PX : ROW_PX),
    overscan: OVERSCAN,
  });
  if (!isVirtual) {
    const range = Array.from({ length: count }, (_, index) => index);
    return { range, before: 0, after: 0, measure: null };
  }
  const items = virtual.getVirtualItems();
  return {
    range: items.map(({ index }) => index),
    before: items[0]?.start ?? 0,
    after: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
    measure: isNarrow ? virtual.measureElement : null,
  };
}
