import { createNoticeUrls } from '@payserver/shared/runtime/notice-token';

/** The key of the notice URLs of every gateway that tests start. */
export const TEST_NOTIFY_SECRET = 'test-notify-secret-of-at-least-32-bytes';

/** The notifyUrl of this order. */
export function noticeUrl(gatewayUrl: string, kind: 'pay' | 'refund', tractionNo: string): string {
  return createNoticeUrls(TEST_NOTIFY_SECRET, `${gatewayUrl}/api/v1.0.0`).urlFor(kind, tractionNo);
}
