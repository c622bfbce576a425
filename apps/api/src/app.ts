import { randomUUID } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { TokenVerifier } from '@payserver/tokens/token-verifier';
import {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyRequest,
  fastify,
  LogController,
  type RawServerDefault,
} from 'fastify';
import { auditRequests, notePeers } from './audit/audit-requests.ts';
import { auditRefusedTokens, type NoteRefusedToken } from './audit/refused-tokens.ts';
import { authenticate } from './auth/authenticate.ts';
import { checkPermissions } from './auth/route-permissions.ts';
import { createConsoleAuth, mountConsole } from './console/mount.ts';
import type { App } from './http/app.ts';
import { answerClientError, refuseUnserved } from './http/client-errors.ts';
import { leadConsoleToApi } from './http/console-requests.ts';
import { refuseWhileClosing, renderError, renderErrors } from './http/errors.ts';
import { allowOrigins, sendSecurityHeaders } from './http/headers.ts';
import { parseJsonBodies, refuseEncodedBodies } from './http/json-body.ts';
import { logRequests } from './http/request-log.ts';
import { expectSessions } from './http/request-session.ts';
import { serializeLazily, validateStrictly } from './http/validation.ts';
import { API_VERSIONS } from './http/wire.ts';
import { describeApi } from './openapi/describe-api.ts';
import { serveDescription } from './openapi/serve.ts';
import { boundWork } from './overload/admission.ts';
import { createMerchantRate, limitMerchants, type MerchantRate } from './overload/merchant-rate.ts';
import { boundPipelines, refuseUnderPressure } from './overload/pressure.ts';
import { auditRecordRoutes } from './resources/audit-records/routes.ts';
import { batchRoutes } from './resources/batches/routes.ts';
import { exceptionRoutes } from './resources/exceptions/routes.ts';
import { exportRoutes } from './resources/exports/routes.ts';
import { serveFrontPage } from './resources/front-page/routes.ts';
import { type HealthDeps, healthRoutes } from './resources/health/routes.ts';
import { noticeRoutes } from './resources/notices/routes.ts';
import { notifyDeliveryRoutes } from './resources/notify-deliveries/routes.ts';
import { notifyEndpointRoutes } from './resources/notify-endpoints/routes.ts';
import { notifyEventRoutes } from './resources/notify-events/routes.ts';
import { notifyReplayRoutes } from './resources/notify-replays/routes.ts';
import { type TemplateRouteDeps, templateRoutes } from './resources/pay-mode-templates/routes.ts';
import { type PayModeRouteDeps, payModeRoutes } from './resources/pay-modes/routes.ts';
import { closePayRoute } from './resources/pay-orders/close-pay-route.ts';
import { type PayRouteDeps, payRoutes } from './resources/pay-orders/pay-route.ts';
import { payOrderRoutes } from './resources/pay-orders/routes.ts';
import { type StreamDeps, streamPayOrderRoute } from './resources/pay-orders/stream-route.ts';
import { refundRoutes } from './resources/refund-orders/refund-route.ts';
import { refundOrderRoutes } from './resources/refund-orders/routes.ts';
import { searchRoutes } from './resources/search/routes.ts';
import { selectionRoutes } from './resources/selections/routes.ts';
import { sessionRoutes } from './resources/sessions/routes.ts';
import { stuckOrderRoutes } from './resources/stuck-orders/routes.ts';
import { tradeRecordRoutes } from './resources/trade-records/routes.ts';
import { viewRoutes } from './resources/views/routes.ts';
import { whoamiRoute } from './resources/whoami/routes.ts';
import type { NoticeDeps } from './use-cases/take-notice.ts';

/** Everything that the API's routes need; built once in start.ts, passed down, never global. */
export interface ApiDeps
  extends PayRouteDeps,
    NoticeDeps,
    PayModeRouteDeps,
    TemplateRouteDeps,
    HealthDeps,
    StreamDeps {
  readonly log: Logger;
  readonly verifyToken: TokenVerifier;
}

/** Several times what the largest payment may say; batches have a limit of their own. */
const BODY_LIMIT_BYTES = 262_144;
const MIB = 1_048_576;
/** A request must have arrived by then; a slow sender would hold a connection for nothing. */
const RECEIVE_MS = 10_000;
const RECEIVE_CHECK_MS = 2_000;
/** Longer than any waiting time of /pay (60 s), during which the connection is silent. */
const SILENCE_MS = 90_000;
const MAX_PARAM_LENGTH = 128;

/** The API as a server that does not listen yet; tests use it through `inject`. */
export async function buildApp(deps: ApiDeps): Promise<App> {
  const loggerInstance: FastifyBaseLogger = deps.log;
  const app: App = fastify({
    ...SERVER_OPTIONS,
    keepAliveTimeout: deps.config.KEEP_ALIVE_MS,
    ...(deps.config.CONSOLE === '1' && {
      rewriteUrl: leadConsoleToApi(deps.config.ROUTE_PREFIX),
    }),
    loggerInstance,
  }).withTypeProvider<TypeBoxTypeProvider>();
  notePeers(app.server);
  refuseUnserved(app.server);
  sendSecurityHeaders(app);
  renderErrors(app);
  await allowOrigins(app, deps.config);
  refuseWhileClosing(app, deps.drain);
  boundPipelines(app);
  logRequests(app);
  expectSessions(app);
  refuseEncodedBodies(app);
  parseJsonBodies(app);
  validateStrictly(app);
  serializeLazily(app);
  await describeApi(app, deps.config);
  await serveDescription(app, deps.config);
  await serveFrontPage(app, deps.config);
  healthRoutes(app, deps);
  // Health is outside: a process that is only busy must not be taken for a dead one.
  await app.register(async (scope) => mountVersions(scope.withTypeProvider(), deps));
  return app;
}

async function mountVersions(app: App, deps: ApiDeps): Promise<void> {
  const { config } = deps;
  refuseUnderPressure(app, config.MAX_LOOP_DELAY_MS);
  boundWork(app, {
    calls: config.MAX_IN_FLIGHT,
    bytes: config.MAX_BODY_MIB * MIB,
    batches: Math.max(1, Math.floor(config.DB_POOL_MAX / 2)),
  });
  // One for both versions: they are two names of the same API.
  const merchantRate = config.MERCHANT_RATE === 0 ? null : createMerchantRate(config.MERCHANT_RATE);
  const noteRefused = auditRefusedTokens(app, deps);
  const auth = createConsoleAuth(deps);
  const shared: SharedParts = { merchantRate, noteRefused, bySession: auth.bySession };
  for (const version of API_VERSIONS) {
    const mount = async (scope: App) =>
      await mountApi(scope.withTypeProvider(), { ...deps, ...shared });
    await app.register(mount, {
      prefix: config.ROUTE_PREFIX + version,
    });
  }
  if (config.CONSOLE === '1') await mountConsole(app, { ...deps, ...auth, noteRefused });
}

const SERVER_OPTIONS = {
  logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
  // Both are decided here: an id or an address that callers can choose would prove nothing.
  requestIdHeader: false,
  trustProxy: false,
  genReqId: () => randomUUID(),
  bodyLimit: BODY_LIMIT_BYTES,
  requestTimeout: RECEIVE_MS,
  connectionTimeout: SILENCE_MS,
  http: {
    // Node checks for late requests this often, and by default gives headers 60 s.
    connectionsCheckingInterval: RECEIVE_CHECK_MS,
    headersTimeout: RECEIVE_MS,
    // We do not read it, and Node's own refusal would not be in our words.
    requireHostHeader: false,
  },
  routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
  // http/errors.ts refuses in our own words instead.
  return503OnClosing: false,
  frameworkErrors: renderError,
  clientErrorHandler: answerClientError,
} satisfies FastifyHttpOptions<RawServerDefault>;

/** What both names of the API share. */
interface SharedParts {
  readonly noteRefused: NoteRefusedToken;
  readonly merchantRate: MerchantRate | null;
  readonly bySession: (request: FastifyRequest) => Promise<void>;
}

async function mountApi(
  app: App,
  { noteRefused, bySession, ...deps }: ApiDeps & SharedParts,
): Promise<void> {
  noticeRoutes(app, deps);
  await app.register(async (scope) => {
    const guarded: App = scope.withTypeProvider();
    authenticate(guarded, { verifyToken: deps.verifyToken, noteRefused, bySession });
    mountGuarded(guarded, deps);
  });
}

/** The routes of the API on a scope that knows who calls. */
function mountGuarded(
  guarded: App,
  { merchantRate, ...deps }: ApiDeps & { readonly merchantRate: MerchantRate | null },
): void {
  if (merchantRate !== null) limitMerchants(guarded, merchantRate);
  auditRequests(guarded, deps);
  checkPermissions(guarded);
  payRoutes(guarded, deps);
  closePayRoute(guarded, deps);
  refundRoutes(guarded, deps);
  batchRoutes(guarded, deps);
  payOrderRoutes(guarded, deps);
  streamPayOrderRoute(guarded, deps);
  refundOrderRoutes(guarded, deps);
  tradeRecordRoutes(guarded, deps);
  searchRoutes(guarded, deps);
  payModeRoutes(guarded, deps);
  templateRoutes(guarded, deps);
  notifyEndpointRoutes(guarded, deps);
  notifyDeliveryRoutes(guarded, deps);
  notifyReplayRoutes(guarded, deps);
  notifyEventRoutes(guarded, deps);
  stuckOrderRoutes(guarded, deps);
  selectionRoutes(guarded, deps);
  exportRoutes(guarded, deps);
  viewRoutes(guarded, deps);
  exceptionRoutes(guarded, deps);
  auditRecordRoutes(guarded, deps);
  whoamiRoute(guarded, deps);
  sessionRoutes(guarded, deps);
}
