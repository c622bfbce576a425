import { X509Certificate } from 'node:crypto';
import { refused } from '@payserver/shared/domain/errors';
import { ENDPOINT_EDGES } from '@payserver/shared/domain/notify/endpoint-state';
import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import type { EndpointSettings } from '@payserver/shared/store/notify/endpoints';

/** Why no message may be sent to this URL, as a refusal that names the field; null when it may. */
export function refusedNotifyUrl(allow: ConnectorAllow, field: string, url: string) {
  const problem = allow.checkUrl(url);
  return problem === null ? null : refused(9004, `${field} ${problem}`);
}

/** Receivers in the Chinese format answer SUCCESS, where nothing else is said. */
export function ackOf({ format = 'standard' }: EndpointSettings): EndpointSettings {
  return format === 'standard' ? {} : { ack: 'success' };
}

/** Settings that do not fit each other, or that no schema can check. */
interface CheckedSettings {
  readonly schedule: string;
  readonly customSchedule: readonly number[];
  readonly ca: string | null;
}

/** Why an endpoint cannot have these settings, as a refusal; null when it can. */
export function refusedSettings({ schedule, customSchedule, ca }: CheckedSettings) {
  if (schedule === 'custom' && customSchedule.length === 0) {
    return refused(9004, 'customSchedule is missing');
  }
  return ca === null || isCertificate(ca) ? null : refused(9004, 'ca is no PEM of a certificate');
}

function isCertificate(pem: string): boolean {
  try {
    return pem.includes('-----BEGIN CERTIFICATE-----') && new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

/** Whether a merchant may bring an endpoint of this status to that one. */
export function canBecome(from: string, to: 'on' | 'paused'): boolean {
  return ENDPOINT_EDGES.some((edge) => edge.from === from && edge.to === to);
}
