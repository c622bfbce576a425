import { useSyncExternalStore } from 'react';

/** Where rows become cards; data-list.module.css says the same. */
const NARROW = '(max-width: 40em)';

/** Whether the window is too narrow for columns. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(NARROW);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia(NARROW).matches,
  );
}
