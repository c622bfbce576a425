import { VisuallyHidden } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { copyText } from '../../app/copy-text.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Page, useTitle } from '../../components/page.tsx';
import { TextSkeleton } from '../../components/skeletons.tsx';
import { useText, wordOf } from '../../i18n/use-text.ts';
import { useShortcuts } from '../../keys/use-shortcuts.ts';
import { DeliveriesOfPayment } from '../notify/delivery-cards.tsx';
import { Details } from './details.tsx';
import { ExceptionsCard } from './exceptions-card.tsx';
import { MoneyBar } from './money-bar.tsx';
import { lateMoney, moneyParts } from './money-parts.ts';
import { Numbers } from './numbers.tsx';
import classes from './payment.module.css';
import { PaymentHeader } from './payment-header.tsx';
import { exceptionsQuery, orderQuery, paymentKey, refundsQuery } from './payment-queries.ts';
import { type PayOrder, pendingOf } from './payment-types.ts';
import { RefundsCard } from './refunds-card.tsx';
import { SOURCES } from './timeline/entries.ts';
import { TimelineCard } from './timeline/timeline-card.tsx';
import { useAnnouncement } from './use-announcement.ts';
import { usePaymentStream } from './use-payment-stream.ts';

/** How often a page that is not live asks again, ms. */
const POLL_MS = 10_000;
const NOTHING: readonly never[] = [];

/** One payment: what it is, why, what happened, what comes, and what to do about it. */
export function PaymentPage() {
  const text = useText();
  const { uuid } = useParams({ from: '/inside/payments/$uuid' });
  const stream = usePaymentStream(uuid);
  const refetchInterval = stream === 'lost' ? POLL_MS : false;
  const order = useQuery({ ...orderQuery(uuid), refetchInterval });
  if (order.data !== undefined) return <Payment order={order.data} stream={stream} />;
  return (
    <Page title={text.payment.heading}>
      <div className={classes['padded']}>
        {order.error === null ? (
          <TextSkeleton lines={8} />
        ) : (
          <ErrorState error={order.error} onRetry={() => void order.refetch()} />
        )}
      </div>
    </Page>
  );
}

interface PaymentProps {
  readonly order: PayOrder;
  readonly stream: ReturnType<typeof usePaymentStream>;
}

function Payment({ order, stream }: PaymentProps) {
  const text = useText();
  const queries = useQueryClient();
  const { uuid, tractionNo } = order;
  useTitle(text.payment.title(tractionNo));
  useShortcuts({ c: () => void copyText(tractionNo) });
  const refetchInterval = stream === 'lost' ? POLL_MS : false;
  const refunds = useQuery({ ...refundsQuery(uuid), refetchInterval });
  const exceptions = useQuery({ ...exceptionsQuery(uuid), refetchInterval });
  const evidence = exceptions.data ?? NOTHING;
  const parts = moneyParts(order, refunds.data ?? NOTHING);
  const onSettled = useCallback(
    () => void queries.invalidateQueries({ queryKey: paymentKey(uuid) }),
    [queries, uuid],
  );
  const history = useHistorySearch(uuid);
  return (
    <>
      <Announcement order={order} />
      <PaymentHeader
        order={order}
        exceptions={evidence}
        leftFen={parts.left}
        stream={stream}
        onSettled={onSettled}
      />
      <Numbers order={order} />
      <div className={classes['body']}>
        <div className={classes['first']}>
          <ExceptionsCard exceptions={evidence} onSettled={onSettled} />
          <MoneyBar parts={parts} lateFen={lateMoney(evidence)} />
          <RefundsCard
            refunds={refunds.data ?? NOTHING}
            target={history.refund}
            onSettled={onSettled}
          />
          <DeliveriesOfPayment uuid={uuid} />
        </div>
        <div className={classes['side']}>
          <Details order={order} />
        </div>
        <div className={classes['history']}>
          <TimelineCard
            order={order}
            refunds={refunds.data ?? NOTHING}
            hidden={history.hidden}
            isNewestFirst={history.isNewestFirst}
            onHide={(hidden) => history.change({ hide: [...hidden].join(',') })}
            onTurn={() => history.change({ order: history.isNewestFirst ? 'oldest' : '' })}
          />
        </div>
      </div>
    </>
  );
}

/** How the history is shown, which is part of the URL. */
function useHistorySearch(uuid: string) {
  const search = useSearch({ from: '/inside/payments/$uuid' });
  const navigate = useNavigate();
  const hide = search['hide'] ?? '';
  const hidden = useMemo(
    () => new Set(SOURCES.filter((source) => hide.split(',').includes(source))),
    [hide],
  );
  return {
    hidden,
    isNewestFirst: search['order'] !== 'oldest',
    refund: search['refund'] ?? null,
    change: (changed: Record<string, string>) =>
      void navigate({
        to: '/payments/$uuid',
        params: { uuid },
        search: { ...search, ...changed },
        replace: true,
        resetScroll: false,
      }),
  };
}

/** Tells a screen reader what became of the payment, not more than once in ten seconds. */
function Announcement({ order }: { readonly order: PayOrder }) {
  const text = useText();
  const outcome = pendingOf(order)?.lastOutcome ?? null;
  const status = wordOf(text.payStatus, order.status);
  const said = useAnnouncement(
    outcome === null ? status : `${status}, ${wordOf(text.outcome, outcome)}`,
  );
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said}
    </VisuallyHidden>
  );
}
