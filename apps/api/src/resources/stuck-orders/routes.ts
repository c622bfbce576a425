import { unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import type { Wire } from '../../http/wire.ts';
import { readStuckOrders, type StuckGroup } from '../../use-cases/read-stuck.ts';
import type { ResourceDeps } from '../resource-routes.ts';
import { StuckOrders, StuckQuery } from './schema.ts';

const STUCK: Operation = {
  operationId: 'listStuckOrders',
  summary: 'What is stuck, and why',
  description:
    'Open orders that began more than a minute ago, or that need a person, in groups: by pay mode, by what their last ' +
    'attempt found and by why a person should review them. Reads a bounded number of open orders, those first that are ' +
    'due first; `isCapped` says that there are more.',
  tags: ['Operator'],
  'x-codes': [9403],
};

/** GET stuckOrders. */
export function stuckOrderRoutes(app: App, deps: ResourceDeps): void {
  const schema = {
    ...STUCK,
    querystring: StuckQuery,
    response: { 200: answer(StuckOrders, 'The groups.'), ...ERROR_RESPONSES },
  };
  app.get('/stuckOrders', { schema }, async ({ caller, query }): Promise<StuckOrders> => {
    const { groups, isCapped } = unwrap(await readStuckOrders(deps, caller, query));
    return { items: groups.map((group) => presentGroup(deps.wire, group, isCapped)), isCapped };
  });
}

function presentGroup(wire: Wire, group: StuckGroup, isCapped: boolean): StuckOrders['items'][0] {
  return {
    kind: group.kind,
    payModeUUID: group.payModeUUID,
    payModeName: group.payModeName ?? '',
    payTemplateId: group.payTemplateId,
    connectorKey: group.connectorKey,
    lastOutcome: group.lastOutcome,
    reviewReason: group.reviewReason,
    count: group.count,
    isCapped,
    oldestAt: wire.time(group.oldestAt),
    amount: Number(group.amount),
  };
}
