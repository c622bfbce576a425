import { Button } from '@mantine/core';
import { ErrorNote } from '../components/error-state.tsx';
import { useLocale, useText } from '../i18n/use-text.ts';
import classes from './data-list.module.css';

interface ListFootProps {
  readonly loaded: {
    readonly rows: readonly unknown[];
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly error: unknown;
    readonly fetchNextPage: () => unknown;
  };
}

/** How many rows are shown, and the next ones. Where the person is stays where it is. */
export function ListFoot({ loaded }: ListFootProps) {
  const text = useText();
  const locale = useLocale();
  const { rows, hasNextPage, isFetchingNextPage } = loaded;
  const count = new Intl.NumberFormat(locale).format(rows.length);
  return (
    <div className={classes['foot']}>
      {hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          disabled={isFetchingNextPage}
          onClick={() => void loaded.fetchNextPage()}
        >
          {isFetchingNextPage ? text.lists.loadingMore : text.lists.loadMore}
        </Button>
      ) : null}
      <span role="status">{hasNextPage ? text.lists.shown(count) : text.lists.all(count)}</span>
      {loaded.isFetchNextPageError ? <ErrorNote error={loaded.error} /> : null}
    </div>
  );
}
