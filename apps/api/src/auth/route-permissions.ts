import { RefusalError } from '@payserver/shared/domain/errors';
import { isPermitted, PERMISSIONS, type Permission } from '@payserver/shared/domain/permissions';
import type { RouteOptions } from 'fastify';
import type { App } from '../http/app.ts';
import { pathBelowVersion } from '../http/wire.ts';

/** What a caller must be allowed to use a route. Whose rows it then finds is decided where they are read. */
const ROUTE_PERMISSIONS: Readonly<Record<string, Permission>> = {
  'GET /payModeTemplates': 'read',
  'GET /payModeTemplates/:uuid': 'read',
  'GET /payModeTemplates/:uuid/payModes': 'read',
  'GET /payModeTemplates/:uuid/payOrders': 'read',
  'GET /payModeTemplates/:uuid/refundOrders': 'read',
  'GET /payModeTemplates/:uuid/tradeRecords': 'read',
  'POST /registerPayModeTemplate': 'templates',
  'GET /payModes': 'read',
  'GET /payModes/:uuid': 'read',
  'GET /payModes/:uuid/payOrders': 'read',
  'GET /payModes/:uuid/refundOrders': 'read',
  'GET /payModes/:uuid/tradeRecords': 'read',
  'GET /listAllPayModes': 'read',
  'POST /payModes': 'modes',
  'POST /payModes/:uuid': 'modes',
  'POST /pay': 'pay',
  'POST /batchPay': 'pay',
  'POST /closePay': 'close',
  'GET /payOrders': 'read',
  'GET /payOrders/:uuid': 'read',
  'GET /payOrders/:uuid/refundOrders': 'read',
  'GET /payOrders/:uuid/tradeRecords': 'read',
  'GET /payOrders/:uuid/stream': 'read',
  'POST /payOrders/:uuid/ask': 'ask',
  'POST /payOrders/:uuid/settle': 'settle',
  'POST /refund': 'refund',
  'POST /batchRefund': 'refund',
  'GET /refundOrders': 'read',
  'GET /refundOrders/:uuid': 'read',
  'GET /refundOrders/:uuid/tradeRecords': 'read',
  'POST /refundOrders/:uuid/ask': 'ask',
  'POST /refundOrders/:uuid/settle': 'settle',
  'GET /tradeRecords': 'read',
  'GET /tradeRecords/:uuid': 'read',
  'GET /stuckOrders': 'read',
  'POST /selections': 'bulk',
  'GET /selections/:uuid': 'bulk',
  'POST /selections/:uuid/ask': 'bulk',
  'GET /exports/payOrders': 'read',
  'GET /exports/refundOrders': 'read',
  'GET /exports/tradeRecords': 'read',
  'GET /exports/exceptions': 'read',
  'GET /exports/auditRecords': 'audit',
  'GET /views': 'read',
  'POST /views': 'read',
  'POST /views/:uuid/delete': 'read',
  'GET /notifyEndpoints': 'read',
  'GET /notifyEndpoints/:uuid': 'read',
  'GET /notifyEndpoints/:uuid/notifyDeliveries': 'read',
  'POST /notifyEndpoints': 'notify',
  'POST /notifyEndpoints/:uuid': 'notify',
  'POST /notifyEndpoints/:uuid/delete': 'notify',
  'POST /notifyEndpoints/:uuid/rotateSecret': 'notify',
  'POST /notifyEndpoints/:uuid/test': 'notify',
  'POST /notifyEndpoints/:uuid/replays': 'notify',
  'GET /notifyDeliveries': 'read',
  'GET /notifyDeliveries/:uuid': 'read',
  'GET /notifyDeliveries/:uuid/attempts': 'read',
  'POST /notifyDeliveries/:uuid/replay': 'notify',
  'GET /notifyReplays': 'read',
  'GET /notifyReplays/:uuid': 'read',
  'POST /notifyReplays/:uuid': 'notify',
  'GET /notifyEvents': 'read',
  'GET /exceptions': 'read',
  'GET /exceptions/:uuid': 'read',
  'POST /exceptions/:uuid/resolve': 'resolve',
  'POST /exceptions/:uuid/reverse': 'reverse',
  'GET /auditRecords': 'audit',
  'GET /auditRecords/:uuid': 'audit',
  'GET /search': 'read',
  'GET /whoami': 'read',
  'GET /sessions': 'read',
  'GET /sessions/:uuid': 'read',
  'POST /sessions/:uuid/revoke': 'read',
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** what its caller must be allowed; only on routes that {@link checkPermissions} guards */
    permission?: Permission;
  }
}

/**
 * Refuses callers whose role may not do what a route of this scope does, with 9403 and the roles that may. It is asked
 * after the request's shape and before anything is done; the audit log has the refusal.
 *
 * @throws {Error} at start, for a route that is not in the table
 */
export function checkPermissions(app: App): void {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, permission: permissionOf(route) };
  });
  app.addHook('preHandler', async ({ caller, routeOptions }) => {
    const { permission } = routeOptions.config;
    if (permission !== undefined && isPermitted(caller.role, permission)) return;
    const roles = permission === undefined ? 'of nobody' : PERMISSIONS[permission].join(' or ');
    const message = `this needs the role ${roles}; yours is ${caller.role}`;
    throw new RefusalError({ code: 9403, message });
  });
}

function permissionOf({ method, url }: RouteOptions): Permission {
  // Fastify adds a HEAD to each GET: it says no more than that.
  const verb = method === 'HEAD' ? 'GET' : String(method);
  const permission = ROUTE_PERMISSIONS[`${verb} ${pathBelowVersion(url)}`];
  if (permission !== undefined) return permission;
  throw new Error(`${verb} ${url}: say in auth/route-permissions.ts who may use it`);
}
