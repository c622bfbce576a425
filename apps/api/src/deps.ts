import type { Logger } from '@payserver/shared/platform/logger';
import type { TokenVerifier } from './plugins/token-verifier.ts';
import type { PayRouteDeps } from './routes/pay.ts';
import type { PayModeRouteDeps } from './routes/pay-modes.ts';
import type { TemplateRouteDeps } from './routes/templates.ts';
import type { ReadinessDeps } from './use-cases/check-readiness.ts';
import type { NoticeDeps } from './use-cases/take-notice.ts';

/** Everything that the API's routes need; built once in start.ts, passed down, never global. */
export interface ApiDeps
  extends PayRouteDeps,
    NoticeDeps,
    PayModeRouteDeps,
    TemplateRouteDeps,
    ReadinessDeps {
  readonly log: Logger;
  readonly verifyToken: TokenVerifier;
}
