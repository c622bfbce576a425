import type { PayModeTemplateRow } from '@payserver/shared/store/templates';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import {
  flagFilter,
  NEWEST_FIRST,
  OLDEST_FIRST,
  TEMPLATE_FILTER,
  UUID_FILTER,
} from '../list-rules.ts';
import { MEANS } from '../pay-modes/connector-fields.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentTemplate } from './present.ts';
import { PayModeTemplateResource, TemplateStatus } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const TEMPLATE_LIST: ListRules = {
  filters: {
    uuid: UUID_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    status: Type.Optional(TemplateStatus),
    isOnline: flagFilter(MEANS.isOnline),
  },
  orders: [OLDEST_FIRST, NEWEST_FIRST],
  expand: [],
  isOwned: false,
};

export const TEMPLATE_VIEW: ResourceView<PayModeTemplateRow> = {
  name: 'payModeTemplates',
  kind: null,
  words: { tag: 'Templates', name: 'PayModeTemplate', one: 'template', many: 'templates' },
  item: PayModeTemplateResource,
  rules: TEMPLATE_LIST,
  present: presentTemplate,
  keyOf: keyById,
};
