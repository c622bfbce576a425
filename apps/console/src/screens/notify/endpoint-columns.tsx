import type { NotifyEndpoint } from '@payserver/client';
import { NumberText } from '../../components/number-text.tsx';
import { RelativeTime, Time } from '../../components/time.tsx';
import { Word } from '../../components/word.tsx';
import type { ListColumn } from '../../lists/list-column.ts';
import { EventTypes } from './event-types.tsx';
import { EndpointStatus } from './notify-status.tsx';

/** The columns of endpoints, in their order. */
export const ENDPOINT_COLUMNS: readonly ListColumn<NotifyEndpoint>[] = [
  {
    id: 'name',
    header: (text) => text.lists.fields.name,
    width: 130,
    isGrowing: true,
    isUsual: true,
    card: 'title',
    cell: ({ name, url }) => <NumberText value={name === '' ? new URL(url).host : name} />,
  },
  {
    id: 'url',
    header: (text) => text.lists.fields.url,
    width: 152,
    isGrowing: true,
    isUsual: true,
    cell: ({ url }) => <NumberText value={url} />,
  },
  {
    id: 'status',
    header: (text) => text.lists.fields.status,
    width: 116,
    isUsual: true,
    card: 'right',
    cell: (endpoint) => <EndpointStatus endpoint={endpoint} />,
  },
  {
    id: 'types',
    header: (text) => text.lists.fields.types,
    width: 118,
    isUsual: true,
    card: 'hidden',
    cell: ({ types }) => <EventTypes types={types} />,
  },
  {
    id: 'format',
    header: (text) => text.lists.fields.format,
    width: 128,
    isUsual: true,
    isWide: true,
    card: 'hidden',
    cell: ({ format }) => <Word of="notifyFormat" value={format} />,
  },
  {
    id: 'kind',
    header: (text) => text.lists.fields.kind,
    width: 84,
    isUsual: true,
    isWide: true,
    card: 'hidden',
    cell: ({ kind }) => <Word of="endpointKind" value={kind} />,
  },
  {
    id: 'failingSince',
    header: (text) => text.lists.fields.failingSince,
    width: 88,
    isUsual: true,
    card: 'hidden',
    cell: ({ failingSince }) =>
      failingSince === null ? <Time at={null} /> : <RelativeTime at={failingSince} />,
  },
  {
    id: 'waiting',
    header: (text) => text.lists.fields.waiting,
    width: 58,
    isRight: true,
    isUsual: true,
    card: 'hidden',
    cell: ({ waiting }) => waiting,
  },
  {
    id: 'merchantUUID',
    header: (text) => text.lists.fields.merchantUUID,
    width: 130,
    isGrowing: true,
    card: 'hidden',
    cell: ({ merchantUUID }) => <NumberText value={merchantUUID} />,
  },
  {
    id: 'lastOkAt',
    header: (text) => text.lists.fields.lastOkAt,
    width: 136,
    card: 'hidden',
    cell: ({ lastOkAt }) => <Time at={lastOkAt} />,
  },
  {
    id: 'createdAt',
    header: (text) => text.lists.fields.createdAt,
    width: 136,
    isUsual: true,
    card: 'hidden',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];
