import { RefusalError } from '@payserver/shared/domain/errors';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { App } from '../http/app.ts';

/** Long enough that a shop's rush at noon is an average, short enough to be over soon. */
const WINDOW_S = 10;
const MS = 1_000;

/** What merchants may still do. */
export interface MerchantRate {
  /** the most that can ever be counted at once */
  readonly most: number;
  /** @throws {RefusalError} 9429 when it is too much, with the seconds to wait */
  count(merchantUUID: string, calls: number): Promise<void>;
}

/**
 * Counts the calls of each merchant, in the memory of this process, and refuses those beyond `perSecond`,
 * on average over ten seconds.
 */
export function createMerchantRate(perSecond: number): MerchantRate {
  const points = perSecond * WINDOW_S;
  const limiter = new RateLimiterMemory({ points, duration: WINDOW_S });
  return {
    most: points,
    async count(merchantUUID, calls) {
      try {
        await limiter.consume(merchantUUID, calls);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const retryAfterS = Math.max(1, Math.ceil(error.msBeforeNext / MS));
        const message = `more than ${points} calls in ${WINDOW_S} seconds, nothing was done`;
        throw new RefusalError({ code: 9429, message, retryAfterS });
      }
    },
  };
}

/**
 * Refuses what a merchant calls too often (9429), before its body is read; a batch counts as many calls
 * as it has elements. Only for routes behind {@link authenticate}: what a stranger sends never counts
 * against a merchant.
 */
export function limitMerchants(app: App, rate: MerchantRate): void {
  app.addHook('onRequest', async ({ caller }) => await rate.count(caller.merchantUUID, 1));
  app.addHook('preHandler', async ({ caller, body, routeOptions }) => {
    const { elementsIn } = routeOptions.config;
    if (elementsIn === undefined) return;
    const elements = (body as Record<string, readonly unknown[]>)[elementsIn] ?? [];
    // One was counted before; a batch that no window could hold takes a whole one.
    const calls = Math.min(elements.length, rate.most) - 1;
    if (calls > 0) await rate.count(caller.merchantUUID, calls);
  });
}
