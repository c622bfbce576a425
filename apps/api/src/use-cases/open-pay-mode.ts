import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import { newUuid } from '@payserver/shared/domain/ids';
import { holdsMasked } from '@payserver/shared/domain/mask';
import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import { omit } from '@payserver/shared/runtime/pick';
import type { Clock } from '@payserver/shared/runtime/time';
import { announceConnectors } from '@payserver/shared/store/connectors';
import type { Database } from '@payserver/shared/store/database';
import {
  changePayMode,
  findPayMode,
  type NewPayMode,
  type PayModeChoice,
  type PayModeRow,
  savePayMode,
} from '@payserver/shared/store/pay-modes';
import {
  type ConnectorFields,
  findTemplateById,
  type PayModeTemplateRow,
} from '@payserver/shared/store/templates';
import { type CheckEnvironment, environmentOf, refusedUrl } from '../outbound/check-environment.ts';
import { type NamedMerchant, namedMerchant, visibleMerchant } from './merchant-scope.ts';

export interface OpenPayModeDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly connectorAllow: ConnectorAllow;
  readonly checkEnvironment: CheckEnvironment;
}

/** What POST payModes asks for (API document, PayMode 2). */
export interface OpenRequest {
  readonly merchant: NamedMerchant;
  readonly choice: PayModeChoice;
  readonly payTemplateId: string | undefined;
  readonly name: string | undefined;
  readonly fields: ConnectorFields;
}

/** The mode, and whether it is new. */
export interface OpenedPayMode {
  readonly row: PayModeRow;
  readonly created: boolean;
}

/** What was shown masked and comes back would take the place of the secret. */
const MASKED = refused(
  9004,
  'connectorParams holds a masked value (***): send the value itself, or leave connectorParams out',
);

/**
 * Opens a mode for a merchant: from a template, whose connector it uses from then on, or its own.
 * Opening the same template again changes the mode that is there. The environment is checked only for
 * a mode that is to be open.
 *
 * Refusals: 9001, 9003 no such template, 9004, 9008, 9403.
 */
export async function openPayMode(
  deps: OpenPayModeDeps,
  caller: Caller,
  request: OpenRequest,
): Promise<Result<OpenedPayMode>> {
  if (holdsMasked(request.choice.connectorParams)) return MASKED;
  const merchant = readMerchant(caller, request.merchant);
  if (!merchant.ok) return merchant;
  const described = await describeMode(deps, request);
  if (!described.ok) return described;
  const { name, payTemplateId, fields, environment } = described.value;
  const isOpened = request.choice.isOpened ?? 1;
  if (isOpened === 1) {
    const checked = await deps.checkEnvironment(environment, merchant.value.merchantUUID);
    if (!checked.ok) return checked;
  }
  const choice = { ...request.choice, isOpened };
  const mode: NewPayMode = {
    ...merchant.value,
    uuid: newUuid(),
    payTemplateId,
    name,
    fields,
    choice,
  };
  const saved = await savePayMode(deps.db, mode, new Date(deps.clock.now()));
  if (payTemplateId === null) await announceConnectors(deps.db);
  return done(saved);
}

function readMerchant(caller: Caller, merchant: NamedMerchant) {
  const named = namedMerchant(caller, merchant);
  if (!named.ok) return named;
  const merchantUUID = named.value ?? caller.merchantUUID;
  if (merchantUUID === '') return refused(9004, 'merchantUUID or merchantHref is missing');
  const own = merchantUUID === caller.merchantUUID ? caller.merchantHref : null;
  const merchantHref = merchant.merchantHref ?? own ?? '';
  return done({ merchantUUID, merchantHref, keepsHref: merchant.merchantHref === undefined });
}

/** The columns of a mode, and what tells whether its merchant may use it. */
interface ModeDescription {
  readonly name: string;
  readonly payTemplateId: string | null;
  readonly fields: ConnectorFields;
  readonly environment: { readonly checkEnvUrl: string | null; readonly label: string };
}

async function describeMode(
  deps: OpenPayModeDeps,
  { payTemplateId, name, fields }: OpenRequest,
): Promise<Result<ModeDescription>> {
  if (payTemplateId === undefined) return describeOwn(deps, name, fields);
  const described = [...(name === undefined ? [] : ['name']), ...Object.keys(fields)];
  if (described.length > 0) {
    return refused(9004, `${described[0]} must not be given beside payTemplateId`);
  }
  const template = await findTemplateById(deps.db, payTemplateId);
  if (template === null || template.status === 'disabled') {
    return refused(9003, 'payTemplateId: no such payModeTemplate');
  }
  return done({
    name: template.name,
    payTemplateId,
    fields: copyOf(template),
    environment: environmentOf(template),
  });
}

function describeOwn(
  deps: OpenPayModeDeps,
  name: string | undefined,
  fields: ConnectorFields,
): Result<ModeDescription> {
  if (name === undefined) return refused(9004, 'payTemplateId or name is missing');
  const refusal = refusedUrl(deps.connectorAllow, fields);
  if (refusal !== null) return { ok: false, refusal };
  const environment = environmentOf({ payTemplateId: null, name, ...fields });
  return done({ name, payTemplateId: null, fields, environment });
}

/** What a mode shows of its template: every field, a new one too, but these. */
function copyOf(template: PayModeTemplateRow): ConnectorFields {
  const described = omit(template, 'id', 'uuid', 'payTemplateId', 'name', 'status');
  // The connector is the template's own, as it is at every call and every time a mode is shown.
  const urls = ['checkEnvUrl', 'payUrl', 'refundUrl', 'queryUrl', 'cancelUrl'] as const;
  const connector = [...urls, 'connectorId', 'connectorKind', 'notifySecret'] as const;
  return omit(described, 'createdAt', 'modifiedAt', ...connector);
}

/**
 * Changes what a merchant decides about a mode. Opening it checks the environment again: it may have
 * been closed because that had changed.
 *
 * Refusals: 9001, 9003, 9004, 9008.
 */
export async function changeOpenedMode(
  deps: OpenPayModeDeps,
  caller: Caller,
  change: { readonly uuid: string; readonly choice: PayModeChoice },
): Promise<Result<PayModeRow>> {
  if (holdsMasked(change.choice.connectorParams)) return MASKED;
  const mode = await findPayMode(deps.db, change.uuid, visibleMerchant(caller));
  if (mode === null) return refused(9003, 'no such payMode');
  if (change.choice.isOpened === 1) {
    const { payTemplateId } = mode;
    const template = payTemplateId === null ? null : await findTemplateById(deps.db, payTemplateId);
    const checked = await deps.checkEnvironment(environmentOf(template ?? mode), mode.merchantUUID);
    if (!checked.ok) return checked;
  }
  return done(await changePayMode(deps.db, change, new Date(deps.clock.now())));
}
