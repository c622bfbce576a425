import { type ConnectorSettings, readSettings, readSpecs } from '@payserver/connector-kit/settings';
import { directory, integer, moments } from '@payserver/shared/runtime/setting-kinds';
import { StartError } from '@payserver/shared/runtime/start-error';
import type { WechatTimes } from './times.ts';

export interface WechatSettings extends ConnectorSettings {
  /** with a file for each merchant */
  readonly MERCHANTS_DIR: string;
  /** where bills are stored */
  readonly BILLS_DIR: string;
  readonly times: WechatTimes;
}

const PORT = '6012';
const DAY_MS = 86_400_000;

const SPECS = {
  MERCHANTS_DIR: directory({ default: './data/wechat', desc: 'a file for each merchant' }),
  BILLS_DIR: directory({ default: './data/bills', desc: 'where bills are stored' }),
  CALL_MS: integer(200, 60_000)({ default: 8_000, desc: 'one call of WeChat' }),
  DEADLINE_MS: integer(100, DAY_MS)({ default: 45_000, desc: 'barcode: reversed so long after' }),
  NOT_BEFORE_MS: integer(0, DAY_MS)({ default: 15_000, desc: 'barcode: not reversed before' }),
  QUERY_MS: integer(20, 60_000)({ default: 5_000, desc: 'between two queries of a payment' }),
  SETTLED_MS: integer(
    100,
    DAY_MS,
  )({ default: 60_000, desc: 'what is not there then never will be' }),
  QR_MS: integer(60_000, 7_200_000)({ default: 300_000, desc: 'how long a QR code can be paid' }),
  REFUND_GAP_MS: integer(0, DAY_MS)({ default: 60_000, desc: 'between refunds of one payment' }),
  REFUND_QUERY_MS: integer(20, DAY_MS)({ default: 5_000, desc: 'between first refund queries' }),
  LATE_QUERIES_MS: moments({ desc: 'when late money is searched for' }),
};

/**
 * The settings of the WeChat connector.
 *
 * @throws {StartError} a line for each that is wrong
 */
export function readWechatSettings(env: NodeJS.ProcessEnv): WechatSettings {
  const own = readSpecs(env, SPECS);
  // Else a reverse that did nothing would be believed at once, and the customer could still pay.
  if (own.SETTLED_MS <= own.DEADLINE_MS) {
    throw new StartError(
      `SETTLED_MS ${own.SETTLED_MS} must be above DEADLINE_MS ${own.DEADLINE_MS}`,
    );
  }
  return {
    ...readSettings({ PORT, ...env }),
    MERCHANTS_DIR: own.MERCHANTS_DIR,
    BILLS_DIR: own.BILLS_DIR,
    times: {
      callMs: own.CALL_MS,
      deadlineMs: own.DEADLINE_MS,
      notBeforeMs: own.NOT_BEFORE_MS,
      queryMs: own.QUERY_MS,
      settledMs: own.SETTLED_MS,
      qrMs: own.QR_MS,
      refundGapMs: own.REFUND_GAP_MS,
      refundQueryMs: own.REFUND_QUERY_MS,
      lateQueriesMs: own.LATE_QUERIES_MS,
    },
  };
}
