import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { DisabledReason } from '../../components/disabled-reason.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { useText, wordOf } from '../../i18n/use-text.ts';
import acts from './acts/acts.module.css';
import { ExceptionDialog } from './acts/reason-dialogs.tsx';
import { Card } from './card.tsx';
import { hindranceOfException, PERMISSION_OF } from './guards.ts';
import classes from './payment.module.css';
import type { TradeException } from './payment-types.ts';

interface ExceptionsCardProps {
  readonly exceptions: readonly TradeException[];
  readonly onSettled: () => void;
}

/** Evidence against a final status, and what a person can do about it. */
export function ExceptionsCard({ exceptions, onSettled }: ExceptionsCardProps) {
  const { exceptions: words } = useText().payment;
  if (exceptions.length === 0) return null;
  return (
    <Card title={words.title}>
      <ul className={classes['items']}>
        {exceptions.map((exception) => (
          <ExceptionItem key={exception.uuid} exception={exception} onSettled={onSettled} />
        ))}
      </ul>
    </Card>
  );
}

interface ExceptionItemProps {
  readonly exception: TradeException;
  readonly onSettled: () => void;
}

function ExceptionItem({ exception, onSettled }: ExceptionItemProps) {
  const text = useText();
  const { exceptions: words } = text.payment;
  const { status, reason, amount, policy, actor, resolution, resolvedBy } = exception;
  const reversal = exception.reversal.href?.split('/').at(-1);
  return (
    <li className={classes['item']}>
      <div className={classes['itemRow']}>
        <div className={classes['itemMain']}>
          <StatusBadge kind="exception" status={status} />
          <span>{words[reason]}</span>
          <strong>
            <Money fen={amount} />
          </strong>
        </div>
        <span className={classes['quiet']}>
          <Time at={exception.createdAt} />
        </span>
      </div>
      <p className={classes['quiet']}>
        {words.evidence(wordOf(text.actor, actor))} · {words.policy(wordOf(text.policy, policy))}
        {reversal === undefined ? null : (
          <>
            {' · '}
            <Link to="/refunds/$uuid" params={{ uuid: reversal }}>
              {words.reversal}
            </Link>
          </>
        )}
      </p>
      {resolution === null ? null : (
        <p className={classes['quiet']}>{words.resolved(resolvedBy ?? '–', resolution)}</p>
      )}
      <Acts exception={exception} onSettled={onSettled} />
    </li>
  );
}

type ExceptionAct = 'resolve' | 'reverse';

/** The dialog outlives the buttons: what the gateway answered stays until it is closed. */
function Acts({ exception, onSettled }: ExceptionItemProps) {
  const [shown, setShown] = useState<ExceptionAct | null>(null);
  return (
    <>
      {exception.status === 'open' ? <ActButtons exception={exception} onShow={setShown} /> : null}
      {shown === null ? null : (
        <ExceptionDialog
          exception={exception}
          act={shown}
          onSettled={onSettled}
          onClose={() => setShown(null)}
        />
      )}
    </>
  );
}

interface ActButtonsProps {
  readonly exception: TradeException;
  readonly onShow: (act: ExceptionAct) => void;
}

function ActButtons({ exception, onShow }: ActButtonsProps) {
  const words = useText().payment.acts;
  const labels = { resolve: words.resolveOf, reverse: words.reverseOf };
  return (
    <div className={classes['actsRow']}>
      <div className={acts['menu']}>
        {(['reverse', 'resolve'] as const).map((name) => {
          const hindrance = hindranceOfException(name, exception);
          return (
            <DisabledReason
              key={name}
              permission={PERMISSION_OF[name]}
              reason={hindrance === null ? null : words.hindrance[hindrance]}
            >
              <Button
                variant="default"
                size="compact-sm"
                aria-label={labels[name](exception.tractionNo)}
                onClick={() => onShow(name)}
              >
                {words[name]}
              </Button>
            </DisabledReason>
          );
        })}
      </div>
    </div>
  );
}
