import { registeredKind } from '@payserver/shared/domain/connector-kind';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import { newUuid } from '@payserver/shared/domain/ids';
import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import type { Clock } from '@payserver/shared/runtime/time';
import { announceConnectors } from '@payserver/shared/store/connectors';
import type { Database } from '@payserver/shared/store/database';
import type { CreatedRange, Page } from '@payserver/shared/store/page';
import {
  type ConnectorFields,
  findTemplate,
  listTemplates,
  type PayModeTemplateRow,
  type TemplateFilter,
  type TemplateInput,
  upsertTemplate,
} from '@payserver/shared/store/templates';
import { refusedUrl } from '../outbound/check-environment.ts';
import type { ListQuery, ReadDeps } from './reading.ts';

export interface RegisterDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly connectorAllow: ConnectorAllow;
}

/** What may be registered; a template keeps the uuid that it was created with. */
export type Registration = Omit<TemplateInput, 'uuid'> & { readonly uuid?: string };

/**
 * Registers a template, or changes the one with this payTemplateId (API document, payModeTemplate 2):
 * fields that are absent stay as they are. Modes opened from it use its connector from now on; an order that was sent
 * stays with the connector that has it, unless this one says that it is the same (connectorId, or the address of payUrl).
 *
 * Refusals: 9004 uuid belongs to another template, 9008 a URL where no connector may live.
 */
export async function registerTemplate(
  deps: RegisterDeps,
  registration: Registration,
): Promise<Result<PayModeTemplateRow>> {
  const refusal = refusedUrl(deps.connectorAllow, registration.fields);
  if (refusal !== null) return { ok: false, refusal };
  const fields = withConnector(registration.fields);
  const input = { ...registration, fields, uuid: registration.uuid ?? newUuid() };
  const row = await upsertTemplate(deps.db, input, new Date(deps.clock.now()));
  await announceConnectors(deps.db);
  return row === null ? refused(9004, 'uuid belongs to another payModeTemplate') : done(row);
}

/** Who a connector is and its kind are said together with the payUrl: another URL alone is another connector. */
function withConnector(fields: ConnectorFields): ConnectorFields {
  const isUnnamed = fields.payUrl !== undefined && fields.connectorId === undefined;
  const connectorKind = registeredKind(fields);
  return {
    ...fields,
    ...(isUnnamed && { connectorId: null }),
    ...(connectorKind !== undefined && { connectorKind }),
  };
}

type TemplateQuery = Omit<TemplateFilter, keyof CreatedRange>;

/** Templates belong to nobody: everyone who may call sees all of them. */
export async function readTemplates(
  deps: ReadDeps,
  query: Omit<ListQuery<TemplateQuery>, 'merchant'>,
): Promise<Page<PayModeTemplateRow>> {
  return await listTemplates(deps.db, { ...query.filter, ...query.created }, query.page);
}

/** One template. Refusals: 9003. */
export async function readTemplate(
  deps: ReadDeps,
  uuid: string,
): Promise<Result<PayModeTemplateRow>> {
  const row = await findTemplate(deps.db, uuid);
  return row === null ? refused(9003, 'no such payModeTemplate') : done(row);
}
