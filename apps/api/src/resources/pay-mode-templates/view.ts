import type { PayModeTemplateRow } from '@payserver/shared/store/templates';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { href, type Wire } from '../../http/wire.ts';
import { MEANS, presentConnector } from '../pay-modes/connector-fields.ts';
import {
  flagFilter,
  keyById,
  NEWEST_FIRST,
  OLDEST_FIRST,
  orderLinks,
  type ResourceView,
  TEMPLATE_FILTER,
  UUID_FILTER,
} from '../resource-view.ts';
import { PayModeTemplateResource, TemplateStatus } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const TEMPLATE_LIST = {
  filters: {
    uuid: UUID_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    status: Type.Optional(TemplateStatus),
    isOnline: flagFilter(MEANS.isOnline),
  },
  orders: [OLDEST_FIRST, NEWEST_FIRST],
  expand: [],
  isOwned: false,
} satisfies ListRules;

export const TEMPLATE_VIEW: ResourceView<PayModeTemplateRow, typeof TEMPLATE_LIST.filters> = {
  name: 'payModeTemplates',
  kind: null,
  words: { tag: 'Templates', name: 'PayModeTemplate', one: 'template', many: 'templates' },
  item: PayModeTemplateResource,
  rules: TEMPLATE_LIST,
  present: presentTemplate,
  keyOf: keyById,
};

/** A template as the API document shows it (payModeTemplate 1); never its secret. */
export function presentTemplate(wire: Wire, row: PayModeTemplateRow): PayModeTemplateResource {
  const self = href(wire, `/payModeTemplates/${row.uuid}`);
  return {
    href: self,
    id: row.id,
    uuid: row.uuid,
    payTemplateId: row.payTemplateId,
    ...presentConnector(row),
    status: row.status,
    createdAt: wire.time(row.createdAt),
    modifiedAt: wire.time(row.modifiedAt),
    payModes: { href: `${self}/payModes` },
    ...orderLinks(self),
  };
}
