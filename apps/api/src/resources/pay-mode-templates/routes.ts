import { done, unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import { readPayModes } from '../../use-cases/read-pay-modes.ts';
import {
  type RegisterDeps,
  readTemplate,
  readTemplates,
  registerTemplate,
} from '../../use-cases/templates.ts';
import { PAY_MODE_VIEW } from '../pay-modes/view.ts';
import { orderListsBelow } from '../pay-orders/routes.ts';
import {
  addList,
  addListBelow,
  addOne,
  type ParentRoute,
  type ResourceDeps,
} from '../resource-routes.ts';
import { PayModeTemplateResource, RegisterTemplateBody } from './schema.ts';
import { presentTemplate, TEMPLATE_VIEW } from './view.ts';

export type TemplateRouteDeps = ResourceDeps & RegisterDeps;

/** The ways to pay that this gateway knows (API document, payModeTemplate). */
export function templateRoutes(app: App, deps: TemplateRouteDeps): void {
  addList(app, deps, {
    view: TEMPLATE_VIEW,
    read: async (_caller, query) => done(await readTemplates(deps, query)),
  });
  addOne(app, deps, { view: TEMPLATE_VIEW, read: (_caller, uuid) => readTemplate(deps, uuid) });

  const parent = belowTemplate(deps);
  addListBelow(app, deps, {
    parent,
    view: PAY_MODE_VIEW,
    read: (caller, query) => readPayModes(deps, caller, query),
  });
  orderListsBelow(app, deps, parent);
  registerRoute(app, deps);
}

function belowTemplate(deps: ResourceDeps): ParentRoute {
  return {
    view: TEMPLATE_VIEW,
    filters: ['payTemplateId'],
    filterFor: async (_caller, uuid) => {
      const template = await readTemplate(deps, uuid);
      return template.ok ? done({ payTemplateId: template.value.payTemplateId }) : template;
    },
  };
}

const REGISTER: Operation = {
  operationId: 'registerPayModeTemplate',
  summary: 'Register a template (注册支付模板)',
  description:
    'Creates the template with this `payTemplateId`, or changes it: what is absent stays as it is, but a `payUrl` ' +
    'without a `connectorId` removes the one that is there, and one without a `connectorKind` makes it `real`. An ' +
    'order that was sent stays with the connector that has it: it is asked for at the new URLs only where these are ' +
    'of the same one (the same `connectorId`, or the same origin and path of `payUrl`). Role: admin.',
  tags: ['Templates'],
  'x-codes': [9008, 9403],
};

function registerRoute(app: App, deps: TemplateRouteDeps): void {
  const schema = {
    ...REGISTER,
    body: RegisterTemplateBody,
    response: {
      200: answer(PayModeTemplateResource, 'The template as it is now.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/registerPayModeTemplate', { schema }, async ({ body }) => {
    const { uuid, payTemplateId, name, status, ...fields } = body;
    const registration = {
      payTemplateId,
      name,
      ...(uuid !== undefined && { uuid }),
      ...(status !== undefined && { status }),
      fields,
    };
    return presentTemplate(deps.wire, unwrap(await registerTemplate(deps, registration)));
  });
}
