import type { ExceptionRow } from '@payserver/shared/store/exceptions';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { NEWEST_FIRST, OLDEST_FIRST, TEXT_ID } from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentException } from './present.ts';
import { ExceptionReason, ExceptionStatus, TradeExceptionResource } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const EXCEPTION_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    tractionNo: TEXT_ID,
    payOrderUUID: TEXT_ID,
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
  item: TradeExceptionResource,
  rules: EXCEPTION_LIST,
  present: presentException,
  keyOf: keyById,
};
