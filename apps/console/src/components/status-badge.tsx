import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconClockHour4,
  IconCornerUpLeft,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useText, wordOf } from '../i18n/use-text.ts';
import type { Tone } from '../theme/palette.ts';
import classes from './status-badge.module.css';
import { toneOf } from './tone.ts';

const ICONS: Readonly<Record<Tone, ComponentType<{ size: number }>>> = {
  good: IconCircleCheckFilled,
  wait: IconClockHour4,
  bad: IconCircleXFilled,
  info: IconCornerUpLeft,
  idle: IconCircleDashed,
};

const ICON_SIZE = 14;

interface ToneBadgeProps {
  readonly tone: Tone;
  readonly children: string;
}

/** A word with a colour and an icon: each says the same without the others. */
export function ToneBadge({ tone, children }: ToneBadgeProps) {
  const Icon = ICONS[tone];
  return (
    <span className={classes['badge']} data-tone={tone}>
      <span className={classes['icon']} aria-hidden="true">
        <Icon size={ICON_SIZE} />
      </span>
      {children}
    </span>
  );
}

interface StatusBadgeProps {
  readonly kind: 'pay' | 'refund' | 'exception';
  readonly status: string;
}

/** The status of a payment, a refund or an exception. */
export function StatusBadge({ kind, status }: StatusBadgeProps) {
  const text = useText();
  const words = { pay: text.payStatus, refund: text.refundStatus, exception: text.exceptionStatus };
  return <ToneBadge tone={toneOf(status)}>{wordOf(words[kind], status)}</ToneBadge>;
}

/** That a person has to review it. */
export function ReviewBadge({ reason }: { readonly reason: string }) {
  const text = useText();
  return (
    <span className={classes['badge']} data-tone="bad" title={reason}>
      <span className={classes['icon']} aria-hidden="true">
        <IconAlertTriangleFilled size={ICON_SIZE} />
      </span>
      {text.lists.fields.needsReview}
    </span>
  );
}
