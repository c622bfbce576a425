import { Button } from '@mantine/core';
import { ErrorNote } from '../../components/error-state.tsx';
import { useText } from '../../i18n/use-text.ts';
import classes from './notify.module.css';

interface MoreFootProps {
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly error: unknown;
    readonly fetchNextPage: () => unknown;
  };
}

/** The way to the next page of a card; nothing on the last one. */
export function MoreFoot({ pages }: MoreFootProps) {
  const { lists } = useText();
  const { hasNextPage, isFetchingNextPage } = pages;
  if (!hasNextPage) return null;
  return (
    <div className={classes['foot']}>
      <Button
        variant="default"
        size="xs"
        disabled={isFetchingNextPage}
        onClick={() => void pages.fetchNextPage()}
      >
        {isFetchingNextPage ? lists.loadingMore : lists.loadMore}
      </Button>
      {pages.isFetchNextPageError ? <ErrorNote error={pages.error} /> : null}
    </div>
  );
}
