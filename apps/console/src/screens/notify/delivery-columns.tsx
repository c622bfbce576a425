import type { NotifyDelivery } from '@payserver/client';
import { NumberText } from '../../components/number-text.tsx';
import { Time } from '../../components/time.tsx';
import { Word } from '../../components/word.tsx';
import { YesNo } from '../../components/yes-no.tsx';
import type { ListColumn } from '../../lists/list-column.ts';
import { EndpointName } from './endpoint-name.tsx';
import { DeliveryStatus } from './notify-status.tsx';

/** The columns of messages, in their order. */
export const DELIVERY_COLUMNS: readonly ListColumn<NotifyDelivery>[] = [
  {
    id: 'type',
    header: (text) => text.lists.fields.type,
    width: 150,
    isGrowing: true,
    isUsual: true,
    card: 'title',
    cell: ({ type }) => <Word of="notifyType" value={type} />,
  },
  {
    id: 'status',
    header: (text) => text.lists.fields.status,
    width: 100,
    isUsual: true,
    card: 'right',
    cell: ({ status }) => <DeliveryStatus status={status} />,
  },
  {
    id: 'attempts',
    header: (text) => text.lists.fields.attempts,
    width: 70,
    isRight: true,
    isUsual: true,
    card: 'hidden',
    cell: ({ attempts }) => attempts,
  },
  {
    id: 'notifyEndpointUUID',
    header: (text) => text.lists.fields.notifyEndpointUUID,
    width: 150,
    isGrowing: true,
    isUsual: true,
    cell: ({ notifyEndpointUUID }) => <EndpointName uuid={notifyEndpointUUID} />,
  },
  {
    id: 'payOrderUUID',
    header: (text) => text.lists.fields.payOrderUUID,
    width: 184,
    isUsual: true,
    card: 'hidden',
    cell: ({ payOrderUUID }) => <NumberText value={payOrderUUID} />,
  },
  {
    id: 'isReplay',
    header: (text) => text.lists.fields.isReplay,
    width: 76,
    isUsual: true,
    isWide: true,
    card: 'hidden',
    cell: ({ isReplay }) => <YesNo is={isReplay} />,
  },
  {
    id: 'merchantUUID',
    header: (text) => text.lists.fields.merchantUUID,
    width: 130,
    isGrowing: true,
    isUsual: true,
    isWide: true,
    card: 'hidden',
    cell: ({ merchantUUID }) => <NumberText value={merchantUUID} />,
  },
  {
    id: 'nextAt',
    header: (text) => text.lists.fields.nextAt,
    width: 136,
    card: 'hidden',
    cell: ({ nextAt }) => <Time at={nextAt} />,
  },
  {
    id: 'eventId',
    header: (text) => text.lists.fields.eventId,
    width: 230,
    card: 'hidden',
    cell: ({ eventId }) => <NumberText value={eventId} />,
  },
  {
    id: 'createdAt',
    header: (text) => text.lists.fields.createdAt,
    width: 136,
    isUsual: true,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];
