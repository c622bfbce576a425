import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { Card } from './card.tsx';
import classes from './payment.module.css';
import type { RefundOrder } from './payment-types.ts';
import { RefundItem } from './refund-item.tsx';

/** More are shown when a person wants to see them. */
const FIRST = 5;

interface RefundsCardProps {
  readonly refunds: readonly RefundOrder[];
  /** the refund whose address was opened */
  readonly target: string | null;
  readonly onSettled: () => void;
}

/** The refunds of a payment, the newest first. */
export function RefundsCard({ refunds, target, onSettled }: RefundsCardProps) {
  const { refunds: words } = useText().payment;
  const newest = refunds.toReversed();
  const isTargetFar = newest.findIndex(({ uuid }) => uuid === target) >= FIRST;
  const [isWhole, setIsWhole] = useState(false);
  if (refunds.length === 0) return null;
  const shown = isWhole || isTargetFar ? newest : newest.slice(0, FIRST);
  return (
    <Card
      title={words.title}
      aside={<span className={classes['quiet']}>{words.count(refunds.length)}</span>}
    >
      <ul className={classes['items']}>
        {shown.map((refund) => (
          <RefundItem
            key={refund.uuid}
            refund={refund}
            isTarget={refund.uuid === target}
            onSettled={onSettled}
          />
        ))}
      </ul>
      {shown.length < refunds.length ? (
        <Button variant="default" size="xs" mt={8} onClick={() => setIsWhole(true)}>
          {words.showAll(refunds.length)}
        </Button>
      ) : null}
    </Card>
  );
}
