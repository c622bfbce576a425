import type { TradeException } from '@payserver/client';
import { Money } from '../../components/money.tsx';
import { NumberText } from '../../components/number-text.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { Word } from '../../components/word.tsx';
import type { ListColumn } from '../../lists/list-column.ts';

/** The columns of exceptions, in their order. */
export const EXCEPTION_COLUMNS: readonly ListColumn<TradeException>[] = [
  {
    id: 'tractionNo',
    header: (text) => text.lists.fields.tractionNo,
    width: 172,
    isUsual: true,
    card: 'title',
    cell: ({ tractionNo }) => <NumberText value={tractionNo} />,
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
    id: 'status',
    header: (text) => text.lists.fields.status,
    width: 128,
    isUsual: true,
    card: 'right',
    cell: ({ status }) => <StatusBadge kind="exception" status={status} />,
  },
  {
    id: 'reason',
    header: (text) => text.lists.fields.reason,
    width: 120,
    isUsual: true,
    cell: ({ reason }) => <Word of="exceptionReason" value={reason} />,
  },
  {
    id: 'kind',
    header: (text) => text.lists.fields.kind,
    width: 90,
    card: 'hidden',
    cell: ({ kind }) => <Word of="kind" value={kind} />,
  },
  {
    id: 'policy',
    header: (text) => text.lists.fields.policy,
    width: 110,
    isUsual: true,
    card: 'hidden',
    cell: ({ policy }) => <Word of="policy" value={policy} />,
  },
  {
    id: 'merchantUUID',
    header: (text) => text.lists.fields.merchantUUID,
    width: 130,
    isGrowing: true,
    isUsual: true,
    isWide: true,
    card: 'hidden',
    cell: ({ merchantUUID }) => merchantUUID,
  },
  {
    id: 'createdAt',
    header: (text) => text.lists.fields.createdAt,
    width: 136,
    isUsual: true,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: 'actor',
    header: (text) => text.lists.fields.actor,
    width: 100,
    card: 'hidden',
    cell: ({ actor }) => <Word of="actor" value={actor} />,
  },
  {
    id: 'resolution',
    header: (text) => text.lists.fields.resolution,
    width: 180,
    isGrowing: true,
    isUsual: true,
    card: 'hidden',
    cell: ({ resolution }) => <NumberText value={resolution} />,
  },
  {
    id: 'resolvedBy',
    header: (text) => text.lists.fields.resolvedBy,
    width: 150,
    card: 'hidden',
    cell: ({ resolvedBy }) => <NumberText value={resolvedBy} />,
  },
  {
    id: 'resolvedAt',
    header: (text) => text.lists.fields.resolvedAt,
    width: 136,
    card: 'hidden',
    cell: ({ resolvedAt }) => <Time at={resolvedAt} />,
  },
];
