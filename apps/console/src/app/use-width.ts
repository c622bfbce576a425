import { useSyncExternalStore } from 'react';

/** Where rows become cards; data-list.module.css says the same. */
const NARROW = '(max-width: 40em)';

/** Where there is room for every usual column. */
const ROOMY = '(min-width: 80em)';

function useMedia(media: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(media);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia(media).matches,
  );
}

/** Whether the window is too narrow for columns. */
export function useIsNarrow(): boolean {
  return useMedia(NARROW);
}

/** Whether the window has room for all usual columns and an open sidebar. */
export function useIsRoomy(): boolean {
  return useMedia(ROOMY);
}
