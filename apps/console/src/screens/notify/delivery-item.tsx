import type { NotifyDelivery } from '@payserver/client';
import { Link } from '@tanstack/react-router';
import { Time } from '../../components/time.tsx';
import { useText, wordOf } from '../../i18n/use-text.ts';
import payment from '../payment/payment.module.css';
import { EndpointName } from './endpoint-name.tsx';
import { NextSend } from './next-send.tsx';
import classes from './notify.module.css';
import { DeliveryStatus } from './notify-status.tsx';

interface DeliveryItemProps {
  readonly delivery: NotifyDelivery;
  /** where several endpoints are meant */
  readonly namesEndpoint?: boolean;
}

/** One message in a card: what it says, what became of it, how often it was sent. */
export function DeliveryItem({ delivery, namesEndpoint = false }: DeliveryItemProps) {
  const text = useText();
  const { messages } = text.notify;
  const { uuid, type, status, attempts, nextAt, isReplay, createdAt } = delivery;
  return (
    <li className={payment['item']}>
      <div className={payment['itemRow']}>
        <div className={payment['itemMain']}>
          <DeliveryStatus status={status} />
          <Link to="/deliveries/$uuid" params={{ uuid }} className={classes['what']}>
            {wordOf(text.notifyType, type)}
          </Link>
          {isReplay === 1 ? <span className={payment['tag']}>{messages.replay}</span> : null}
          {namesEndpoint ? (
            <span className={classes['where']}>
              <EndpointName uuid={delivery.notifyEndpointUUID} />
            </span>
          ) : null}
          <span className={payment['quiet']}>
            {messages.attempts(attempts)}
            {nextAt === null ? null : (
              <>
                , {messages.next} <NextSend at={nextAt} />
              </>
            )}
          </span>
        </div>
        <span className={payment['quiet']}>
          <Time at={createdAt} />
        </span>
      </div>
    </li>
  );
}
