/**
 * Whether money moves: `real`, it does, also where the till takes it itself (cash) or it is put on an account;
 * `sandbox`, the built-in sandbox, it does not; `stub`, an imitation of a third party for tests, it does not.
 */
export const CONNECTOR_KINDS = ['real', 'sandbox', 'stub'] as const;

export type ConnectorKind = (typeof CONNECTOR_KINDS)[number];

/** Until someone says otherwise: that no money moves is never assumed. */
const UNSAID: ConnectorKind = 'real';

/**
 * The kind that a template or a pay mode shows: that of the connector which its payments go to. So a mode that was
 * opened from a template has the template's, whatever is written in its own row, and no merchant can change it; a mode
 * of a merchant's own has the one that it was opened with.
 */
export function connectorKindOf(row: {
  readonly connectorKind: ConnectorKind | null;
  readonly payModeTemplate?: { readonly connectorKind: ConnectorKind } | null;
}): ConnectorKind {
  return row.payModeTemplate?.connectorKind ?? row.connectorKind ?? UNSAID;
}

/**
 * What registering a template makes of its kind; undefined: it stays as it is. A kind belongs to the payUrl that it
 * was said with: another payUrl that comes without one may move money, whatever the last one did.
 */
export function registeredKind(fields: {
  readonly payUrl?: string | null;
  readonly connectorKind?: ConnectorKind;
}): ConnectorKind | undefined {
  if (fields.connectorKind !== undefined) return fields.connectorKind;
  return fields.payUrl === undefined ? undefined : UNSAID;
}
