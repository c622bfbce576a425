import type { ExceptionRow } from '@payserver/shared/store/exceptions';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import {
  NEWEST_FIRST,
  OLDEST_FIRST,
  PAY_ORDER_FILTER,
  textFilter,
  UUID_FILTER,
} from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { ORDER_TRACTION_NO } from '../trade-records/schema.ts';
import { presentException } from './present.ts';
import { ExceptionReason, ExceptionStatus, TradeExceptionResource } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const EXCEPTION_LIST: ListRules = {
  filters: {
    uuid: UUID_FILTER,
    tractionNo: textFilter(ORDER_TRACTION_NO),
    payOrderUUID: PAY_ORDER_FILTER,
    status: Type.Optional(ExceptionStatus),
    reason: Type.Optional(ExceptionReason),
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: [],
  isOwned: true,
};

export const EXCEPTION_VIEW: ResourceView<ExceptionRow> = {
  name: 'exceptions',
  kind: null,
  words: {
    tag: 'Operator',
    name: 'Exception',
    one: 'exception',
    many: 'exceptions',
    about: 'Evidence that contradicts final orders. Operators only.',
    isForOperators: true,
  },
  item: TradeExceptionResource,
  rules: EXCEPTION_LIST,
  present: presentException,
  keyOf: keyById,
};
