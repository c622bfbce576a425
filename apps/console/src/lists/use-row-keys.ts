import type { RefObject } from 'react';
import { copyText } from '../app/copy-text.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';

/** `j k` move the focus from row to row, `o` opens one in a new tab, `c` copies its number; Enter is the link's own. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const current = () => rows().find((row) => row === document.activeElement);
  const move = (step: 1 | -1) => {
    const all = rows();
    const at = all.findIndex((row) => row === document.activeElement);
    const next = at === -1 ? all[0] : all[at + step];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    o: () => {
      const row = current();
      if (row instanceof HTMLAnchorElement) window.open(row.href, '_blank');
    },
    c: () => {
      const number = current()?.dataset['number'];
      if (number !== undefined) void copyText(number);
    },
  });
}
