import { type ConnectorSettings, readSettings, readSpecs } from '@payserver/connector-kit/settings';
import { directory, integer, moments } from '@payserver/shared/runtime/setting-kinds';

/** How long things last, ms. Defaults: research C5 to C7. */
export interface AlipayTimes {
  /** how long a call of the gateway is worked on */
  readonly CALL_MS: number;
  /** the next query of an open payment */
  readonly POLL_MS: number;
  /** a payment by barcode is cancelled so long after its sending */
  readonly CLOSE_AFTER_MS: number;
  /** "no such trade" counts so long after nobody can pay any more */
  readonly NOT_EXIST_MS: number;
  /** how long a QR code can be paid */
  readonly QR_VALID_MS: number;
  /** between two refunds of one payment */
  readonly REFUND_GAP_MS: number;
  /** from a refund to the first query about it */
  readonly REFUND_QUERY_MS: number;
  /** from the end of a payment without money to each question whether money came late; none: as the kit does */
  readonly LATE_QUERIES_MS: readonly number[];
}

export type AlipaySettings = ConnectorSettings &
  AlipayTimes & {
    /** a file for each merchant, `<merchantUUID>.json` */
    readonly MERCHANTS_DIR: string;
  };

const PORT = '6013';
const DAY_MS = 86_400_000;
const ms = (least: number, standard: number, desc: string) =>
  integer(least, DAY_MS)({ default: standard, desc: `${desc}, ms` });

const SPECS = {
  MERCHANTS_DIR: directory({ default: './data/alipay', desc: 'a file for each merchant' }),
  // One call of Alipay is over after 8 s.
  CALL_MS: ms(200, 10_000, 'how long a call of the gateway is worked on'),
  POLL_MS: ms(50, 3_000, 'between two queries of an open payment'),
  CLOSE_AFTER_MS: ms(500, 60_000, 'until a payment by barcode is cancelled'),
  NOT_EXIST_MS: ms(500, 60_000, 'after which "no such trade" is believed'),
  QR_VALID_MS: ms(1_000, 300_000, 'how long a QR code can be paid'),
  REFUND_GAP_MS: ms(0, 3_000, 'between two refunds of one payment'),
  REFUND_QUERY_MS: ms(50, 10_000, 'from a refund to the first query about it'),
  LATE_QUERIES_MS: moments({ desc: 'when late money is searched for' }),
};

/**
 * The settings of the Alipay connector.
 *
 * @throws {StartError} a line for each that is wrong
 */
export function readAlipaySettings(env: NodeJS.ProcessEnv): AlipaySettings {
  const own = readSpecs(env, SPECS);
  return { ...readSettings({ PORT, ...env }), ...own };
}
