import type { RefundOrder } from '@payserver/client';
import { Money } from '../../components/money.tsx';
import { NumberText } from '../../components/number-text.tsx';
import { OrderStatus } from '../../components/order-status.tsx';
import { Time } from '../../components/time.tsx';
import { YesNo } from '../../components/yes-no.tsx';
import type { ListColumn } from '../../lists/list-column.ts';

/** The columns of refunds, in their order. */
export const REFUND_COLUMNS: readonly ListColumn<RefundOrder>[] = [
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
    cell: ({ refundAmount }) => <Money fen={refundAmount} />,
  },
  {
    id: 'status',
    header: (text) => text.lists.fields.status,
    width: 128,
    isUsual: true,
    card: 'right',
    cell: ({ status, pending }) => <OrderStatus kind="refund" status={status} pending={pending} />,
  },
  {
    id: 'clientRefundNo',
    header: (text) => text.lists.fields.clientRefundNo,
    width: 160,
    isGrowing: true,
    isUsual: true,
    cell: ({ clientRefundNo }) => <NumberText value={clientRefundNo} />,
  },
  {
    id: 'payTractionNo',
    header: (text) => text.lists.fields.payTractionNo,
    width: 172,
    isUsual: true,
    isWide: true,
    card: 'hidden',
    cell: ({ payTractionNo }) => <NumberText value={payTractionNo} />,
  },
  {
    id: 'merchantUUID',
    header: (text) => text.lists.fields.merchantUUID,
    width: 130,
    isGrowing: true,
    isUsual: true,
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
    cell: ({ refundFinishAt }) => <Time at={refundFinishAt} />,
  },
  {
    id: 'isReversal',
    header: (text) => text.lists.fields.isReversal,
    width: 90,
    card: 'hidden',
    cell: ({ isReversal }) => <YesNo is={isReversal} />,
  },
  {
    id: 'isCancel',
    header: (text) => text.lists.fields.isCancel,
    width: 100,
    card: 'hidden',
    cell: ({ isCancel }) => <YesNo is={isCancel} />,
  },
  {
    id: 'thirdRefundNo',
    header: (text) => text.lists.fields.thirdRefundNo,
    width: 230,
    card: 'hidden',
    cell: ({ thirdRefundNo }) => <NumberText value={thirdRefundNo} />,
  },
  {
    id: 'resultCode',
    header: (text) => text.lists.fields.resultCode,
    width: 220,
    card: 'hidden',
    cell: ({ resultCode }) => resultCode,
  },
];
