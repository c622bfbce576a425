import { openMerchants } from '@payserver/connector-kit/merchants';
import { createLogger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { type Merchant, readMerchant } from './merchant.ts';
import type { WechatSettings } from './settings.ts';

/**
 * The merchant of a command.
 *
 * @throws {StartError} it has no file, or a wrong one
 */
export function merchantOf(
  { MERCHANTS_DIR: dir }: Pick<WechatSettings, 'MERCHANTS_DIR'>,
  merchantUUID: string,
): Merchant {
  const log = createLogger('wechat', 'error');
  const merchants = openMerchants({ dir, read: readMerchant, log });
  merchants.stop();
  const merchant = merchants.of(merchantUUID);
  if (merchant !== undefined) return merchant;
  throw new StartError(`${dir}/${merchantUUID}.json is not there, or not right`);
}
