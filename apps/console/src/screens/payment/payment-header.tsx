import { VisuallyHidden } from '@mantine/core';
import { IconArrowLeft, IconUserQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Money } from '../../components/money.tsx';
import { ReviewBadge, StatusBadge } from '../../components/status-badge.tsx';
import { useText } from '../../i18n/use-text.ts';
import { PaymentActions } from './acts/payment-actions.tsx';
import { NextFacts } from './next-facts.tsx';
import classes from './payment.module.css';
import { type PayOrder, pendingOf, type TradeException } from './payment-types.ts';
import type { StreamState } from './use-payment-stream.ts';
import { reviewKeyOf, whyOf } from './why.ts';

interface PaymentHeaderProps {
  readonly order: PayOrder;
  readonly exceptions: readonly TradeException[];
  readonly leftFen: number;
  readonly stream: StreamState;
  readonly onSettled: () => void;
}

/** What the payment is, why it is so, what comes next, and what a person can do. */
export function PaymentHeader(props: PaymentHeaderProps) {
  const { order, exceptions, leftFen, stream, onSettled } = props;
  const text = useText();
  const words = text.payment;
  const { key, reason } = whyOf(order, exceptions);
  const review = pendingOf(order)?.reviewReason ?? null;
  return (
    <div className={classes['head']}>
      <Link to="/payments" className={classes['back']}>
        <IconArrowLeft size={14} aria-hidden="true" />
        {words.back}
      </Link>
      <div className={classes['headRow']}>
        <div className={classes['headText']}>
          <div className={classes['titleLine']}>
            <h1 className={classes['title']}>
              <VisuallyHidden>{words.heading} </VisuallyHidden>
              <Money fen={order.payAmount} />
            </h1>
            <StatusBadge kind="pay" status={order.status} />
            {review === null ? null : <ReviewBadge reason={review} />}
            <Live state={stream} />
          </div>
          <p className={classes['why']}>{words.why[key]}</p>
          {reason === null ? null : <p className={classes['said']}>{words.said(reason)}</p>}
          <NextFacts order={order} />
        </div>
        <PaymentActions order={order} leftFen={leftFen} onSettled={onSettled} />
      </div>
      {review === null ? null : <Review reason={review} />}
      {stream === 'lost' ? <p className={classes['lost']}>{words.live.lost}</p> : null}
    </div>
  );
}

function Live({ state }: { readonly state: StreamState }) {
  const { live } = useText().payment;
  const words = { live: live.live, connecting: live.connecting, lost: live.lostShort };
  return (
    <span className={classes['live']} data-state={state} title={live.liveHelp}>
      {words[state]}
    </span>
  );
}

function Review({ reason }: { readonly reason: string }) {
  const { review } = useText().payment;
  const key = reviewKeyOf(reason);
  return (
    <div className={classes['review']}>
      <IconUserQuestion size={18} aria-hidden="true" />
      <div>
        <p>
          <strong>{review.title}.</strong> {key === null ? reason : review[key]}
        </p>
        <p>{review.help}</p>
      </div>
    </div>
  );
}
