import type { PayModeTemplateRow } from '@payserver/shared/store/templates';
import { href, type Wire } from '../../http/wire.ts';
import { presentConnector } from '../pay-modes/connector-fields.ts';
import { orderLinks } from '../shared-fields.ts';
import type { PayModeTemplateResource } from './schema.ts';

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
