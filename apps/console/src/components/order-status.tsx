import type { PayOrder } from '@payserver/client';
import classes from './figures.module.css';
import { ReviewBadge, StatusBadge } from './status-badge.tsx';

interface OrderStatusProps {
  readonly kind: 'pay' | 'refund';
  readonly status: string;
  readonly pending: PayOrder['pending'];
}

/** The status of an order in a list; of an open one that a person should review, that. */
export function OrderStatus({ kind, status, pending }: OrderStatusProps) {
  const reason = pending?.reviewReason ?? null;
  if (reason !== null) return <ReviewBadge reason={reason} />;
  return (
    <span className={classes['pair']}>
      <StatusBadge kind={kind} status={status} />
    </span>
  );
}
