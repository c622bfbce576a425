import type { PayModeTemplateRow } from '@payserver/shared/store/templates';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { FlagInput } from '../../http/schemas/common.ts';
import { NEWEST_FIRST, OLDEST_FIRST, TEXT_ID } from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentTemplate } from './present.ts';
import { PayModeTemplateResource, TemplateStatus } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const TEMPLATE_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    payTemplateId: TEXT_ID,
    status: Type.Optional(TemplateStatus),
    isOnline: Type.Optional(FlagInput),
  },
  orders: [OLDEST_FIRST, NEWEST_FIRST],
  expand: [],
  isOwned: false,
};

export const TEMPLATE_VIEW: ResourceView<PayModeTemplateRow> = {
  name: 'payModeTemplates',
  kind: null,
  item: PayModeTemplateResource,
  rules: TEMPLATE_LIST,
  present: presentTemplate,
  keyOf: keyById,
};
