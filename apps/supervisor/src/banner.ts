import type { Config } from '@payserver/shared/runtime/config';
import { firstPaymentHint } from './first-payment-hint.ts';

/** What there is to tell about a gateway that has started. */
export interface BannerInput {
  readonly hasSandbox: boolean;
  readonly startMs: number;
}

/** What `npm start` prints on a terminal: what runs now and what to do next. */
export function bannerOf(config: Config, { hasSandbox, startMs }: BannerInput): string {
  const database = config.embedded ? `embedded PostgreSQL in ${config.DATA_DIR}` : 'DATABASE_URL';
  const queue = config.REDIS_URL === '' ? 'the same database' : 'REDIS_URL';
  const lines = [
    '',
    `PayServer is ready after ${(startMs / 1000).toFixed(1)} s.`,
    '',
    `  API       ${config.apiUrl}   (listens on ${config.HOST}:${config.PORT})`,
    `  Health    ${config.publicUrl}/health/ready`,
    `  Database  ${database}; queues in ${queue}`,
    `  Docs      ${config.publicUrl}${config.ROUTE_PREFIX}/docs, README.md`,
    ...firstPaymentHint(config, hasSandbox),
    '',
    '  Stop it with Ctrl-C.',
    '',
  ];
  return lines.join('\n');
}
