import { useQuery } from '@tanstack/react-query';
import { Navigate, useSearch } from '@tanstack/react-router';
import { type SearchBy, searchBy, searchQuery } from '../../api/search.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { RowSkeleton } from '../../components/skeletons.tsx';
import { useText } from '../../i18n/use-text.ts';
import { AmountForm } from './amount-form.tsx';
import { foundFacts } from './found-facts.ts';
import classes from './search.module.css';
import { SearchHome } from './search-home.tsx';
import { SearchResults } from './search-results.tsx';
import { exactHit } from './single-hit.ts';

/** Finds orders by any number, or by amount and time. */
export function SearchPage() {
  const text = useText();
  const params = useSearch({ from: '/inside/search' });
  const by = searchBy(params);
  if (by === null) return <SearchHome params={params} />;
  return (
    <Page title={text.search.title}>
      <div className={classes['results']}>
        {'amount' in by ? <AmountForm params={params} /> : null}
        <Found by={by} />
      </div>
    </Page>
  );
}

/** What was found. A whole number of one order opens its page. */
function Found({ by }: { readonly by: SearchBy }) {
  const { data, error, refetch } = useQuery(searchQuery(by));
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowSkeleton rows={4} />;
  const hit = 'q' in by ? exactHit(data, by.q) : null;
  if (hit === null) return <SearchResults answer={data} by={by} />;
  const to = foundFacts(hit).kind === 'pay' ? '/payments/$uuid' : '/refunds/$uuid';
  return <Navigate to={to} params={{ uuid: hit.order.uuid }} replace />;
}
