import { useQuery } from '@tanstack/react-query';
import { Navigate, useSearch } from '@tanstack/react-router';
import { searchBy, searchQuery } from '../../api/search.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { RowSkeleton } from '../../components/skeletons.tsx';
import { useText } from '../../i18n/use-text.ts';
import { AmountForm } from './amount-form.tsx';
import classes from './search.module.css';
import { SearchHome } from './search-home.tsx';
import { SearchResults } from './search-results.tsx';
import { isExact } from './single-hit.ts';

/** Finds orders by any number, or by amount and time. A number that is one order's opens it. */
export function SearchPage() {
  const text = useText();
  const params = useSearch({ from: '/inside/search' });
  const by = searchBy(params);
  const found = useQuery(searchQuery(by));
  if (by === null) return <SearchHome params={params} />;
  const [only] = found.data?.items ?? [];
  if (found.data !== undefined && only !== undefined && 'q' in by && isExact(found.data, by.q)) {
    const to = only.kind === 'payOrder' ? '/payments/$uuid' : '/refunds/$uuid';
    return <Navigate to={to} params={{ uuid: only.order.uuid }} replace />;
  }
  return (
    <Page title={text.search.title}>
      <div className={classes['results']}>
        {'amount' in by ? <AmountForm params={params} /> : null}
        {found.error === null ? null : (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        )}
        {found.isPending ? <RowSkeleton rows={4} /> : null}
        {found.data === undefined ? null : <SearchResults answer={found.data} by={by} />}
      </div>
    </Page>
  );
}
