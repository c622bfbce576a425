import type { NotifyAttempt, NotifyDelivery } from '@payserver/client';
import { useQuery } from '@tanstack/react-query';
import { Duration } from '../../components/duration.tsx';
import { ErrorNote } from '../../components/error-state.tsx';
import { TextSkeleton } from '../../components/skeletons.tsx';
import { ToneBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { useText, wordOf } from '../../i18n/use-text.ts';
import { Card } from '../payment/card.tsx';
import payment from '../payment/payment.module.css';
import classes from './notify.module.css';
import { attemptsQuery, isOpenDelivery } from './notify-queries.ts';

/** How each attempt of a message went. */
export function AttemptsCard({ delivery }: { readonly delivery: NotifyDelivery }) {
  const { attempts: words } = useText().notify;
  const { data, error, isPending } = useQuery(attemptsQuery(delivery.uuid, delivery.attempts));
  return (
    <Card title={words.title}>
      {isPending ? <TextSkeleton lines={3} /> : null}
      {error === null ? null : <ErrorNote error={error} />}
      {data?.length === 0 ? (
        <p className={payment['quiet']}>{isOpenDelivery(delivery) ? words.none : words.never}</p>
      ) : null}
      <ol className={payment['items']}>
        {data?.map((attempt, at) => (
          <Attempt key={`${attempt.at} ${at}`} attempt={attempt} number={at + 1} />
        ))}
      </ol>
    </Card>
  );
}

/** Whether the error says no more than the status beside it. */
function isSaid(error: string, httpStatus: number | null): boolean {
  return error === '' || error === `HTTP ${httpStatus}`;
}

interface AttemptProps {
  readonly attempt: NotifyAttempt;
  readonly number: number;
}

function Attempt({ attempt, number }: AttemptProps) {
  const text = useText();
  const { attempts: words } = text.notify;
  const { at, phase, httpStatus, durationMs, address, answer, error } = attempt;
  return (
    <li className={`${payment['item']} ${classes['attempt']}`}>
      <div className={classes['attemptRow']}>
        <span className={payment['quiet']}>{words.attempt(number)}</span>
        <Time at={at} />
        <span>
          <ToneBadge tone={phase === 'ok' ? 'good' : 'bad'}>
            {wordOf(text.notifyPhase, phase)}
          </ToneBadge>
        </span>
        <span>{httpStatus === null ? '' : words.http(httpStatus)}</span>
        <span>
          <Duration ms={durationMs} />
          {address === null ? null : (
            <span className={payment['quiet']}>{` ${words.address} ${address}`}</span>
          )}
        </span>
      </div>
      {error === null || isSaid(error, httpStatus) ? null : (
        <p className={classes['said']}>{error}</p>
      )}
      {answer === null || answer === '' ? null : (
        <p className={classes['said']}>
          {words.answer} <code>{answer}</code>
        </p>
      )}
    </li>
  );
}
