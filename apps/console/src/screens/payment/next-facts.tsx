import { useTimeZone } from '../../api/use-session.ts';
import { RelativeTime, useNow } from '../../components/time.tsx';
import { readTime } from '../../format/time.ts';
import { useText } from '../../i18n/use-text.ts';
import { isOpenPayment } from './guards.ts';
import classes from './payment.module.css';
import { type PayOrder, type Pending, pendingOf } from './payment-types.ts';

const SECOND_MS = 1_000;

/** Of an open payment: when it is attempted next, when a person is asked, when it expires. It ticks. */
export function NextFacts({ order }: { readonly order: PayOrder }) {
  const { next } = useText().payment;
  const pending = pendingOf(order);
  if (pending === null || !isOpenPayment(order)) return null;
  const { attempts, reviewAt, attemptsLeft } = pending;
  return (
    <div className={classes['next']}>
      <NextAttempt pending={pending} />
      <span>
        {next.attempts} <strong>{attempts}</strong>
      </span>
      {reviewAt === null ? null : (
        <span title={next.reviewIf}>
          {next.review} <RelativeTime at={reviewAt} />
          {attemptsLeft === null ? null : `, ${next.left(attemptsLeft)}`}
        </span>
      )}
      <Expiry at={order.orderExpiredAt} />
    </div>
  );
}

function Expiry({ at }: { readonly at: string }) {
  const { next } = useText().payment;
  const isOver = useIsPast(at);
  return (
    <span title={next.expiresHelp}>
      {isOver ? next.expired : next.expires} <RelativeTime at={at} />
    </span>
  );
}

/** When the next attempt is made; `due now` once its time has come, never a negative time. */
export function NextAttempt({ pending }: { readonly pending: Pending }) {
  const { next } = useText().payment;
  const { isAsking, nextLookAt } = pending;
  const isPast = useIsPast(nextLookAt);
  if (isAsking) return <strong>{next.asking}</strong>;
  if (nextLookAt === null) return null;
  return (
    <span>
      {next.attempt} <strong>{isPast ? next.due : <RelativeTime at={nextLookAt} />}</strong>
    </span>
  );
}

/** Whether this moment has come, by this computer's clock. */
export function useIsPast(at: string | null): boolean {
  const zone = useTimeZone();
  const now = useNow(SECOND_MS);
  const atMs = at === null ? null : readTime(at, zone);
  return atMs !== null && atMs <= now;
}
