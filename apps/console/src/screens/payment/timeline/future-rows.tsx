import { IconHourglass, IconLoader2, IconRefresh, IconUserQuestion } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTimeZone } from '../../../api/use-session.ts';
import { RelativeTime, Time, useNow } from '../../../components/time.tsx';
import { readTime } from '../../../format/time.ts';
import { useText } from '../../../i18n/use-text.ts';
import { useIsPast } from '../next-facts.tsx';
import { type FutureRow, futureOf } from './future.ts';
import classes from './timeline.module.css';
import type { HistorySources } from './use-history.ts';

const ICONS: Readonly<Record<FutureRow['what'], ComponentType<{ size: number }>>> = {
  asking: IconLoader2,
  attempt: IconRefresh,
  review: IconUserQuestion,
  expires: IconHourglass,
};

const SECOND_MS = 1_000;

/** What happens next, in the same columns as what has happened. */
export function FutureRows({ order, refunds }: HistorySources) {
  const { next } = useText().payment;
  const zone = useTimeZone();
  const now = useNow(SECOND_MS);
  const rows = futureOf(order, refunds, (at) => (readTime(at, zone) ?? now) <= now);
  if (rows.length === 0) return null;
  return (
    <ol className={classes['future']} aria-label={next.title}>
      {rows.map((row) => (
        <FutureLine key={row.key} row={row} />
      ))}
    </ol>
  );
}

function FutureLine({ row }: { readonly row: FutureRow }) {
  const { next } = useText().payment;
  const { what, at, attempt, attemptsLeft, refundNo } = row;
  const Icon = ICONS[what];
  const names = {
    asking: next.asking,
    attempt: next.attempt,
    review: next.review,
    expires: next.expires,
  };
  return (
    <li className={classes['line']}>
      <span className={classes['futureIcon']} aria-hidden="true">
        <Icon size={15} />
      </span>
      <span className={classes['at']}>{at === null ? next.now : <Time at={at} />}</span>
      <span className={classes['what']}>
        <strong>{names[what]}</strong>
        {at === null ? null : <Due at={at} />}
        {attempt === null ? null : (
          <span className={classes['note']}>{next.attemptNumber(attempt)}</span>
        )}
        {what === 'review' ? <span className={classes['note']}>{next.reviewIf}</span> : null}
        {what === 'expires' ? <span className={classes['note']}>{next.expiresHelp}</span> : null}
        {attemptsLeft === null ? null : (
          <span className={classes['note']}>{next.left(attemptsLeft)}</span>
        )}
        {refundNo === null ? null : (
          <span className={classes['note']}>{next.refund(refundNo)}</span>
        )}
      </span>
    </li>
  );
}

function Due({ at }: { readonly at: string }) {
  const { next } = useText().payment;
  return useIsPast(at) ? <span>{next.due}</span> : <RelativeTime at={at} />;
}
