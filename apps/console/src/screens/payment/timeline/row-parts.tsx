import { IconArrowRight, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { durationText } from '../../../format/time.ts';
import { useLocale, useText, wordOf } from '../../../i18n/use-text.ts';
import type { TradeRecord } from '../payment-types.ts';
import { barPercent, isBadStatus, shortSpan, toneOfEvent } from './describe.ts';
import classes from './timeline.module.css';

/** The time since the entry before. */
export function Delta({ ms }: { readonly ms: number | null }) {
  const text = useText();
  const locale = useLocale();
  const isThere = ms !== null && ms > 0;
  return (
    <span className={classes['delta']}>
      {isThere ? text.payment.timeline.after(shortSpan(ms, locale)) : ''}
    </span>
  );
}

interface OpenerProps {
  readonly label: string;
  readonly isOpen: boolean;
  readonly controls?: string;
  readonly onToggle: () => void;
}

/** Opens what is below the row. */
export function Opener({ label, isOpen, controls, onToggle }: OpenerProps) {
  return (
    <button
      type="button"
      className={classes['opener']}
      aria-label={label}
      aria-expanded={isOpen}
      {...(controls === undefined || !isOpen ? {} : { 'aria-controls': controls })}
      onClick={onToggle}
    >
      <IconChevronRight size={15} aria-hidden="true" />
    </button>
  );
}

/** What happened, in words. */
export function EventWord({
  event,
  children,
}: {
  readonly event: string;
  readonly children: string;
}) {
  return (
    <span className={classes['event']} data-tone={toneOfEvent(event)}>
      {children}
    </span>
  );
}

/** Who brought it. */
export function ActorChip({ actor, title }: { readonly actor: string; readonly title?: string }) {
  const text = useText();
  return (
    <span className={classes['chip']} data-actor={actor} title={title}>
      {title ?? wordOf(text.actor, actor)}
    </span>
  );
}

/** The status before and after, where it changed. */
export function Change({ record }: { readonly record: TradeRecord }) {
  const text = useText();
  const { fromStatus, toStatus, kind } = record;
  if (fromStatus === toStatus) return null;
  const words = kind === 'refund' ? text.refundStatus : text.payStatus;
  return (
    <span className={classes['change']}>
      {fromStatus === null ? null : wordOf(words, fromStatus)}
      <IconArrowRight size={12} aria-hidden="true" />
      {wordOf(words, toStatus)}
    </span>
  );
}

interface CallProps {
  readonly attempts: string | null;
  readonly httpStatus: number | null;
}

/** Which attempt it was, and what the connector's answer was like. */
export function Call({ attempts, httpStatus }: CallProps) {
  const { fields } = useText().lists;
  const parts: ReactNode[] = [];
  if (attempts !== null) parts.push(<span key="attempt">{attempts}</span>);
  if (httpStatus !== null) {
    parts.push(
      <span key="http" data-bad={isBadStatus(httpStatus) || undefined}>
        {fields.httpStatus} {httpStatus}
      </span>,
    );
  }
  return <span className={classes['call']}>{parts}</span>;
}

interface DurationProps {
  readonly ms: number | null;
  readonly longestMs: number;
  /** of several calls the longest */
  readonly isMost?: boolean;
}

/** How long the call took: a bar, all on one scale, and the figure. */
export function Duration({ ms, longestMs, isMost = false }: DurationProps) {
  const { timeline } = useText().payment;
  const locale = useLocale();
  if (ms === null) return <span className={classes['duration']} />;
  const figure = durationText(ms, locale);
  return (
    <span className={classes['duration']} title={isMost ? timeline.longest(figure) : undefined}>
      <span className={classes['track']} aria-hidden="true">
        <div className={classes['fill']} style={{ width: `${barPercent(ms, longestMs)}%` }} />
      </span>
      <span>{figure}</span>
    </span>
  );
}
