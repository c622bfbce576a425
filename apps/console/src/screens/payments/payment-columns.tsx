import type { PayOrder } from '@payserver/client';
import { Money } from '../../components/money.tsx';
import { NumberText } from '../../components/number-text.tsx';
import { OrderStatus } from '../../components/order-status.tsx';
import { Time } from '../../components/time.tsx';
import type { ListColumn } from '../../lists/list-column.ts';

/** The columns of payments, in their order. */
export const PAYMENT_COLUMNS: readonly ListColumn<PayOrder>[] = [
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
    cell: ({ payAmount }) => <Money fen={payAmount} />,
  },
  {
    id: 'status',
    header: (text) => text.lists.fields.status,
    width: 128,
    isUsual: true,
    card: 'right',
    cell: ({ status, pending }) => <OrderStatus kind="pay" status={status} pending={pending} />,
  },
  {
    id: 'refundAmount',
    header: (text) => text.lists.fields.refundAmount,
    width: 110,
    isRight: true,
    card: 'hidden',
    cell: ({ refundAmount }) => <Money fen={refundAmount} isMuted={refundAmount === 0} />,
  },
  {
    id: 'clientPayNo',
    header: (text) => text.lists.fields.clientPayNo,
    width: 160,
    isGrowing: true,
    isUsual: true,
    cell: ({ clientPayNo }) => <NumberText value={clientPayNo} />,
  },
  {
    id: 'payMode',
    header: (text) => text.lists.fields.payMode,
    width: 112,
    isGrowing: true,
    isUsual: true,
    cell: ({ payModeName }) => payModeName,
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
    id: 'finishedAt',
    header: (text) => text.lists.fields.finishedAt,
    width: 150,
    card: 'hidden',
    cell: ({ payFinishAt }) => <Time at={payFinishAt} />,
  },
  {
    id: 'thirdPayNo',
    header: (text) => text.lists.fields.thirdPayNo,
    width: 230,
    card: 'hidden',
    cell: ({ thirdPayNo }) => <NumberText value={thirdPayNo} />,
  },
  {
    id: 'payer',
    header: (text) => text.lists.fields.payer,
    width: 150,
    card: 'hidden',
    cell: ({ payer }) => payer,
  },
  {
    id: 'resultCode',
    header: (text) => text.lists.fields.resultCode,
    width: 220,
    card: 'hidden',
    cell: ({ resultCode }) => resultCode,
  },
];
