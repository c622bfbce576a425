import type { Operation } from '@payserver/connector-kit/provider';
import type { Merchant } from './merchant.ts';

/** Below the connector's root. */
export const NOTICE_PATH = '/notices/:merchantUUID/:kind';

/** WeChat wants an address for a QR code's notices. A shop that no notice reaches names none; it asks all the same. */
const NOWHERE = 'https://notices.invalid';

/** Where WeChat is to send what becomes of this operation: full, and without a query, as its rules want. */
export function noticeUrlOf(
  { notifyUrl }: Merchant,
  { merchantUUID, kind }: Pick<Operation, 'merchantUUID' | 'kind'>,
): string {
  return `${notifyUrl ?? NOWHERE}/notices/${encodeURIComponent(merchantUUID)}/${kind}`;
}
