import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ErrorNote } from '../../components/error-state.tsx';
import { TextSkeleton } from '../../components/skeletons.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Card } from '../payment/card.tsx';
import payment from '../payment/payment.module.css';
import { DeliveryItem } from './delivery-item.tsx';
import { MoreFoot } from './more-foot.tsx';
import { type DeliveriesOf, deliveriesQuery, rowsOf } from './notify-queries.ts';

/** The messages of an endpoint, the newest first. */
export function DeliveriesOfEndpoint({ uuid }: { readonly uuid: string }) {
  const { messages } = useText().notify;
  const of = { notifyEndpointUUID: uuid };
  const pages = useDeliveries(of);
  const isEmpty = pages.isSuccess && rowsOf(pages.data).length === 0;
  return (
    <DeliveriesCard of={of} pages={pages}>
      {pages.isPending ? <TextSkeleton lines={6} /> : null}
      {isEmpty ? <p className={payment['quiet']}>{messages.empty}</p> : null}
    </DeliveriesCard>
  );
}

/** What merchants have heard of a payment and its refunds; nothing where no message was made. */
export function DeliveriesOfPayment({ uuid }: { readonly uuid: string }) {
  const of = { payOrderUUID: uuid };
  const pages = useDeliveries(of);
  const isThere = pages.isError || rowsOf(pages.data).length > 0;
  return isThere ? <DeliveriesCard of={of} pages={pages} namesEndpoint /> : null;
}

interface DeliveriesCardProps {
  readonly of: DeliveriesOf;
  readonly pages: ReturnType<typeof useDeliveries>;
  readonly namesEndpoint?: boolean;
  readonly children?: ReactNode;
}

function DeliveriesCard({ of, pages, namesEndpoint = false, children }: DeliveriesCardProps) {
  const { messages } = useText().notify;
  const rows = rowsOf(pages.data);
  return (
    <Card
      title={messages.title}
      aside={
        <Link to="/deliveries" search={{ ...of }} className={payment['back']}>
          {messages.listAll}
        </Link>
      }
    >
      {children}
      {pages.isError && rows.length === 0 ? (
        <ErrorNote title={messages.couldNotLoad} error={pages.error} />
      ) : null}
      <ul className={payment['items']}>
        {rows.map((delivery) => (
          <DeliveryItem key={delivery.uuid} delivery={delivery} namesEndpoint={namesEndpoint} />
        ))}
      </ul>
      <MoreFoot pages={pages} />
    </Card>
  );
}

function useDeliveries(of: DeliveriesOf) {
  return useInfiniteQuery(deliveriesQuery(of));
}
