import type { NotifyDelivery } from '@payserver/client';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { copyText } from '../../app/copy-text.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Page, useTitle } from '../../components/page.tsx';
import { TextSkeleton } from '../../components/skeletons.tsx';
import { Time } from '../../components/time.tsx';
import { YesNo } from '../../components/yes-no.tsx';
import { useText, wordOf } from '../../i18n/use-text.ts';
import { useShortcuts } from '../../keys/use-shortcuts.ts';
import { Card, Fact } from '../payment/card.tsx';
import payment from '../payment/payment.module.css';
import { AttemptsCard } from './attempts-card.tsx';
import { EndpointName } from './endpoint-name.tsx';
import { NextSend } from './next-send.tsx';
import classes from './notify.module.css';
import { deliveryQuery } from './notify-queries.ts';
import { DeliveryStatus } from './notify-status.tsx';
import { SendAgainButton } from './send-again-button.tsx';

/** One message: what it is about, and how each attempt went. */
export function DeliveryPage() {
  const text = useText();
  const { uuid } = useParams({ from: '/inside/deliveries/$uuid' });
  const delivery = useQuery(deliveryQuery(uuid));
  if (delivery.data !== undefined) return <Delivery key={uuid} delivery={delivery.data} />;
  return (
    <Page title={text.notify.messages.heading}>
      <div className={payment['padded']}>
        {delivery.error === null ? (
          <TextSkeleton lines={8} />
        ) : (
          <ErrorState error={delivery.error} onRetry={() => void delivery.refetch()} />
        )}
      </div>
    </Page>
  );
}

interface DeliveryProps {
  readonly delivery: NotifyDelivery;
}

function Delivery({ delivery }: DeliveryProps) {
  const text = useText();
  const { type, eventId } = delivery;
  useTitle(`${text.notify.messages.heading}: ${wordOf(text.notifyType, type)}`);
  useShortcuts({ c: () => void copyText(eventId) });
  return (
    <>
      <Header delivery={delivery} />
      <div className={classes['page']}>
        <div className={classes['main']}>
          <AttemptsCard delivery={delivery} />
        </div>
        <div className={classes['side']}>
          <About delivery={delivery} />
        </div>
      </div>
    </>
  );
}

function Header({ delivery }: DeliveryProps) {
  const text = useText();
  const { messages, backToMessages } = text.notify;
  const { type, status, reason, nextAt, isReplay } = delivery;
  return (
    <div className={payment['head']}>
      <Link to="/deliveries" className={payment['back']}>
        <IconArrowLeft size={14} aria-hidden="true" />
        {backToMessages}
      </Link>
      <div className={payment['headRow']}>
        <div className={payment['headText']}>
          <div className={payment['titleLine']}>
            <h1 className={classes['title']}>{wordOf(text.notifyType, type)}</h1>
            <DeliveryStatus status={status} />
            {isReplay === 1 ? <span className={payment['tag']}>{messages.replay}</span> : null}
          </div>
          {reason === null ? null : (
            <p className={payment['why']}>{wordOf(messages.reasons, reason)}</p>
          )}
          {nextAt === null ? null : (
            <p className={payment['said']}>
              {text.lists.fields.nextAt} <NextSend at={nextAt} />
            </p>
          )}
        </div>
        <SendAgainButton delivery={delivery} />
      </div>
    </div>
  );
}

function About({ delivery }: DeliveryProps) {
  const text = useText();
  const { fields } = text.lists;
  const { messages } = text.notify;
  const { notifyEndpointUUID, payOrderUUID, refundOrderUUID, eventId } = delivery;
  return (
    <Card title={messages.about}>
      <dl className={payment['facts']}>
        <Fact name={messages.endpoint}>
          <Link to="/endpoints/$uuid" params={{ uuid: notifyEndpointUUID }}>
            <EndpointName uuid={notifyEndpointUUID} />
          </Link>
        </Fact>
        {payOrderUUID === null ? null : (
          <Fact name={messages.payment}>
            <Link to="/payments/$uuid" params={{ uuid: payOrderUUID }} className={payment['code']}>
              {payOrderUUID}
            </Link>
          </Fact>
        )}
        {refundOrderUUID === null ? null : (
          <Fact name={messages.refund}>
            <Link
              to="/refunds/$uuid"
              params={{ uuid: refundOrderUUID }}
              className={payment['code']}
            >
              {refundOrderUUID}
            </Link>
          </Fact>
        )}
        <Fact name={fields.eventId}>
          <span className={payment['code']}>{eventId}</span>
          <CopyButton value={eventId} of={fields.eventId} />
        </Fact>
        <Fact name={fields.type}>
          <span className={payment['code']}>{delivery.type}</span>
        </Fact>
        <Fact name={fields.attempts}>{delivery.attempts}</Fact>
        <Fact name={fields.isReplay}>
          <YesNo is={delivery.isReplay} />
        </Fact>
        <Fact name={fields.merchantUUID}>{delivery.merchantUUID}</Fact>
        <Fact name={fields.createdAt}>
          <Time at={delivery.createdAt} />
        </Fact>
      </dl>
    </Card>
  );
}
