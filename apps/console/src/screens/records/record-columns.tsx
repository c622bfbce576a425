import type { TradeRecord } from '@payserver/client';
import { Duration } from '../../components/duration.tsx';
import { Money } from '../../components/money.tsx';
import { NumberText } from '../../components/number-text.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { Word } from '../../components/word.tsx';
import type { ListColumn } from '../../lists/list-column.ts';

/** The columns of trade records, in their order. */
export const RECORD_COLUMNS: readonly ListColumn<TradeRecord>[] = [
  {
    id: 'tractionNo',
    header: (text) => text.lists.fields.tractionNo,
    width: 172,
    isUsual: true,
    card: 'title',
    cell: ({ tractionNo }) => <NumberText value={tractionNo} />,
  },
  {
    id: 'event',
    header: (text) => text.lists.fields.event,
    width: 130,
    isGrowing: true,
    isUsual: true,
    cell: ({ event }) => <Word of="event" value={event} />,
  },
  {
    id: 'status',
    header: (text) => text.lists.fields.status,
    width: 116,
    isUsual: true,
    card: 'right',
    cell: ({ kind, toStatus }) => (
      <StatusBadge kind={kind === 'refund' ? 'refund' : 'pay'} status={toStatus} />
    ),
  },
  {
    id: 'amount',
    header: (text) => text.lists.fields.amount,
    width: 104,
    isRight: true,
    isUsual: true,
    card: 'right',
    cell: ({ amount }) => <Money fen={amount} />,
  },
  {
    id: 'kind',
    header: (text) => text.lists.fields.kind,
    width: 84,
    isUsual: true,
    cell: ({ kind }) => <Word of="kind" value={kind} />,
  },
  {
    id: 'actor',
    header: (text) => text.lists.fields.actor,
    width: 76,
    isUsual: true,
    cell: ({ actor }) => <Word of="actor" value={actor} />,
  },
  {
    id: 'attempt',
    header: (text) => text.lists.fields.attempt,
    width: 72,
    isRight: true,
    isUsual: true,
    isWide: true,
    card: 'hidden',
    cell: ({ attempt }) => attempt,
  },
  {
    id: 'httpStatus',
    header: (text) => text.lists.fields.httpStatus,
    width: 56,
    isRight: true,
    card: 'hidden',
    cell: ({ httpStatus }) => httpStatus ?? '–',
  },
  {
    id: 'duration',
    header: (text) => text.lists.fields.duration,
    width: 80,
    isRight: true,
    isUsual: true,
    card: 'hidden',
    cell: ({ durationMs }) => <Duration ms={durationMs} />,
  },
  {
    id: 'createdAt',
    header: (text) => text.lists.fields.createdAt,
    width: 136,
    isUsual: true,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: 'merchantUUID',
    header: (text) => text.lists.fields.merchantUUID,
    width: 150,
    card: 'hidden',
    cell: ({ merchantUUID }) => merchantUUID,
  },
  {
    id: 'detail',
    header: (text) => text.lists.fields.detail,
    width: 260,
    card: 'hidden',
    cell: ({ detail }) => <NumberText value={JSON.stringify(detail)} />,
  },
];
