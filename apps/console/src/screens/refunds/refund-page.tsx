import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { answerOf, api } from '../../api/client.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { TextSkeleton } from '../../components/skeletons.tsx';
import { useText } from '../../i18n/use-text.ts';
import classes from '../errors/errors.module.css';

/** A refund has no page of its own: it opens its payment's page at the refund. */
export function RefundPage() {
  const text = useText();
  const { uuid } = useParams({ from: '/inside/refunds/$uuid' });
  const refund = useQuery({
    queryKey: ['refundOrder', uuid],
    queryFn: async ({ signal }) =>
      await answerOf(api.GET('/refundOrders/{uuid}', { params: { path: { uuid } }, signal })),
  });
  if (refund.data !== undefined) {
    const { payOrderUUID } = refund.data;
    return (
      <Navigate
        to="/payments/$uuid"
        params={{ uuid: payOrderUUID }}
        search={{ refund: uuid }}
        replace
      />
    );
  }
  return (
    <Page title={text.kind.refund}>
      <div className={classes['padded']}>
        {refund.error === null ? (
          <TextSkeleton lines={6} />
        ) : (
          <ErrorState error={refund.error} onRetry={() => void refund.refetch()} />
        )}
      </div>
    </Page>
  );
}
