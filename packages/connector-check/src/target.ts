/** The connector that is checked: what its template would say, and what the check needs besides. */
export interface Target {
  readonly payUrl: string;
  readonly refundUrl: string | null;
  readonly queryUrl: string | null;
  readonly cancelUrl: string | null;
  readonly checkEnvUrl: string | null;
  /** Standard Webhooks; null: calls are not signed */
  readonly secret: string | null;
  /** `once`: a repeated POST may charge again, so none is made */
  readonly profile: Profile;
  /** how long one call may take, ms */
  readonly timeoutMs: number;
  /** how long a payment that is `running` may take to end, ms */
  readonly settleMs: number;
  /** calls at the same time */
  readonly maxConcurrency: number;
  /** a shell command that kills the connector and starts it again; null: it is not restarted */
  readonly restartCommand: string | null;
  /** a link that ends in the UUID of a merchant that it knows */
  readonly payee: string;
  /** what the mode says of the merchant; null: nothing */
  readonly connectorParams: Readonly<Record<string, unknown>> | null;
  /** every payment and refund ends in the call that makes it: no sample can run */
  readonly isInstant: boolean;
  readonly samples: Samples;
}

export const PROFILES = ['sync', 'async', 'once'] as const;
export type Profile = (typeof PROFILES)[number];

/** What makes the connector's test account do something. */
export interface Sample {
  /** where a value is `{payAmount}` the payment's amount is sent */
  readonly payParams: Readonly<Record<string, unknown>>;
  /** fen; 100 when it says nothing */
  readonly payAmount?: number;
  readonly clientExtraParams?: Readonly<Record<string, unknown>>;
}

/** Payments by what becomes of them. */
export interface Samples {
  /** it is paid */
  readonly accepted: Sample;
  /** it is declined; null: nothing is */
  readonly declined: Sample | null;
  /** it runs for a moment and is then paid; null: nothing does */
  readonly running: Sample | null;
  /** it runs until it is cancelled; null: nothing does */
  readonly waiting: Sample | null;
}

export const DEFAULT_PAYEE = 'http://localhost/shops/conformance';

/** A barcode that no answer may repeat. */
export const BARCODE = '134567890123456789';

/** What is tried when no samples are named: every connector takes a barcode. */
export const DEFAULT_SAMPLES: Samples = {
  accepted: { payParams: { payBarCode: BARCODE } },
  declined: null,
  running: null,
  waiting: null,
};
