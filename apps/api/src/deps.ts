import type { Logger } from '@payserver/shared/runtime/logger';
import type { TokenVerifier } from './auth/token-verifier.ts';
import type { HealthDeps } from './resources/health/routes.ts';
import type { TemplateRouteDeps } from './resources/pay-mode-templates/routes.ts';
import type { PayModeRouteDeps } from './resources/pay-modes/routes.ts';
import type { PayRouteDeps } from './resources/pay-orders/pay-route.ts';
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
