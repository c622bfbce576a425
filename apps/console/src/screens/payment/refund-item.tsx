import { Button } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { DisabledReason } from '../../components/disabled-reason.tsx';
import { Money } from '../../components/money.tsx';
import { ReviewBadge, StatusBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { ActState } from './acts/act-state.ts';
import acts from './acts/acts.module.css';
import { AskButton } from './acts/ask-button.tsx';
import { Asked } from './acts/payment-actions.tsx';
import { SettleDialog } from './acts/settle-dialog.tsx';
import { Fact } from './card.tsx';
import { hindranceOfRefund, isOpenRefund, PERMISSION_OF } from './guards.ts';
import { PlainFields } from './json-block.tsx';
import { NextAttempt } from './next-facts.tsx';
import { NumberWithCopy } from './numbers.tsx';
import classes from './payment.module.css';
import { pendingOf, type RefundOrder } from './payment-types.ts';
import { Opener } from './timeline/row-parts.tsx';

interface RefundItemProps {
  readonly refund: RefundOrder;
  readonly isTarget: boolean;
  readonly onSettled: () => void;
}

/** One refund: how much, what became of it, and what a person can do while that is not known. */
export function RefundItem({ refund, isTarget, onSettled }: RefundItemProps) {
  const { refunds: words } = useText().payment;
  const id = useId();
  const item = useRef<HTMLLIElement>(null);
  const [isOpen, setIsOpen] = useState(isTarget);
  useEffect(() => {
    if (isTarget) item.current?.scrollIntoView({ block: 'center' });
  }, [isTarget]);
  const pending = pendingOf(refund);
  const review = pending?.reviewReason ?? null;
  return (
    <li ref={item} className={classes['item']} data-target={isTarget || undefined}>
      <div className={classes['itemRow']}>
        <Opener
          label={words.open(refund.clientRefundNo)}
          isOpen={isOpen}
          controls={id}
          onToggle={() => setIsOpen(!isOpen)}
        />
        <div className={classes['itemMain']}>
          <StatusBadge kind="refund" status={refund.status} />
          <span className={classes['itemAmount']}>
            <Money fen={refund.refundAmount} />
          </span>
          <span className={classes['code']}>{refund.clientRefundNo}</span>
          {refund.isCancel === 1 ? <span className={classes['tag']}>{words.cancel}</span> : null}
          {refund.isReversal === 1 ? (
            <span className={classes['tag']}>{words.reversal}</span>
          ) : null}
          {review === null ? null : <ReviewBadge reason={review} />}
          {pending === null ? null : (
            <span className={classes['quiet']}>
              <NextAttempt pending={pending} />
            </span>
          )}
        </div>
        <span className={classes['quiet']}>
          <Time at={refund.refundStartAt} />
        </span>
      </div>
      <RefundActs refund={refund} onSettled={onSettled} />
      {isOpen ? (
        <div id={id} className={classes['itemBody']}>
          <RefundDetail refund={refund} />
        </div>
      ) : null}
    </li>
  );
}

type RefundProps = Pick<RefundItemProps, 'refund'>;

/** The dialog outlives the buttons: what the gateway answered stays until it is closed. */
function RefundActs({ refund, onSettled }: Omit<RefundItemProps, 'isTarget'>) {
  const [isSettling, setIsSettling] = useState(false);
  const { uuid, tractionNo, refundAmount } = refund;
  return (
    <>
      {isOpenRefund(refund) ? (
        <RefundButtons refund={refund} onSettled={onSettled} onSettle={() => setIsSettling(true)} />
      ) : null}
      {isSettling ? (
        <SettleDialog
          order={{ kind: 'refund', uuid, tractionNo, amount: refundAmount }}
          onSettled={onSettled}
          onClose={() => setIsSettling(false)}
        />
      ) : null}
    </>
  );
}

interface RefundButtonsProps extends Omit<RefundItemProps, 'isTarget'> {
  readonly onSettle: () => void;
}

function RefundButtons({ refund, onSettled, onSettle }: RefundButtonsProps) {
  const words = useText().payment.acts;
  const [asked, setAsked] = useState<ActState<object, unknown>>({ is: 'idle' });
  const { uuid, clientRefundNo } = refund;
  const hindrance = hindranceOfRefund('settleRefund', refund);
  return (
    <div className={classes['itemBody']}>
      <div className={acts['menu']}>
        <AskButton
          kind="refund"
          uuid={uuid}
          label={words.askOf(clientRefundNo)}
          hindrance={hindranceOfRefund('askRefund', refund)}
          isSmall
          onSettled={onSettled}
          onState={setAsked}
        >
          {words.askRefund}
        </AskButton>
        <DisabledReason
          permission={PERMISSION_OF.settleRefund}
          reason={hindrance === null ? null : words.hindrance[hindrance]}
        >
          <Button
            variant="default"
            size="compact-xs"
            aria-label={words.settleOf(clientRefundNo)}
            onClick={onSettle}
          >
            {words.settleRefund}
          </Button>
        </DisabledReason>
      </div>
      <Asked state={asked} />
    </div>
  );
}

function RefundDetail({ refund }: RefundProps) {
  const text = useText();
  const { fields } = text.lists;
  const { details, refunds: words } = text.payment;
  const numbers = [
    [fields.tractionNo, refund.tractionNo],
    [fields.clientRefundNo, refund.clientRefundNo],
    [fields.thirdRefundNo, refund.thirdRefundNo],
    [fields.uuid, refund.uuid],
  ] as const;
  return (
    <>
      <dl className={classes['facts']}>
        {numbers.map(([name, value]) =>
          value === null ? null : (
            <Fact key={name} name={name}>
              <NumberWithCopy name={name} value={value} />
            </Fact>
          ),
        )}
        <Fact name={words.finished}>
          <Time at={refund.refundFinishAt} />
        </Fact>
        {refund.resultCode === null ? null : (
          <Fact name={details.result}>
            {refund.resultCode === '' ? details.noReason : refund.resultCode}
          </Fact>
        )}
      </dl>
      <PlainFields value={refund.clientExtraParams} />
    </>
  );
}
