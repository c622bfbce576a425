import type { Logger } from '@payserver/shared/runtime/logger';
import type { TokenVerifier } from './auth/token-verifier.ts';
import type { HealthDeps } from './routes/health.ts';
import type { PayRouteDeps } from './routes/pay.ts';
import type { PayModeRouteDeps } from './routes/pay-modes.ts';
import type { TemplateRouteDeps } from './routes/templates.ts';
import type { NoticeDeps } from './use-cases/take-notice.ts';

/** Everything that the API's routes need; built once in start.ts, passed down, never global. */
export interface ApiDeps
  extends PayRouteDeps,
    NoticeDeps,
    PayModeRouteDeps,
    TemplateRouteDeps,
    HealthDeps {
  readonly log: Logger;
  readonly verifyToken: TokenVerifier;
}
