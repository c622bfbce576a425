import { type Connector, startConnector } from '@payserver/connector-kit/connector';
import { openMerchants } from '@payserver/connector-kit/merchants';
import type { Logger } from '@payserver/shared/runtime/logger';
import { createTimeFormat } from '@payserver/shared/runtime/time';
import { readMerchant } from './merchant.ts';
import { noticeRoutes } from './notices.ts';
import { createWechat } from './provider.ts';
import type { WechatSettings } from './settings.ts';
import { textsIn } from './texts.ts';
import type { Wechat } from './work.ts';

/**
 * Starts the connector: its merchants, its journal, its URLs, WeChat's notices.
 *
 * @throws {StartError} what a person must change: a merchant's file, the database, the port
 */
export async function startWechat(settings: WechatSettings, log: Logger): Promise<Connector> {
  const merchants = openMerchants({ dir: settings.MERCHANTS_DIR, read: readMerchant, log });
  const reload = () => merchants.reload();
  process.on('SIGHUP', reload);
  const say = textsIn(settings.LANGUAGE);
  const formatTime = createTimeFormat(settings.TIME_ZONE);
  const wechat: Wechat = { merchants, say, times: settings.times, log, formatTime };
  const connector = await startConnector(createWechat(wechat), {
    name: 'wechat',
    atOnce: 50,
    routes: (app, hooks) => noticeRoutes(app, hooks, wechat),
    settings,
    log,
  });
  return {
    port: connector.port,
    stop: async () => {
      process.off('SIGHUP', reload);
      merchants.stop();
      await connector.stop();
    },
  };
}
