import { answer, type OperationDoc, type OperationDocs } from '../document.ts';
import {
  CHANGE_PAY_MODE_REQUESTS,
  CONNECTOR_ANSWERS,
  OPEN_PAY_MODE_REQUESTS,
  REGISTER_TEMPLATE_REQUESTS,
  RESOLVE_REQUESTS,
  REVERSE_REQUESTS,
  SETTLE_REQUESTS,
} from '../example-requests.ts';
import {
  ALL_PAY_MODES,
  ids,
  PAY_MODE,
  PAY_MODE_TEMPLATE,
  PAY_ORDER,
  REFUND_ORDER,
  TRADE_EXCEPTION,
} from '../example-resources.ts';

const notice = (kind: 'Pay' | 'Refund', order: string): OperationDoc => ({
  operationId: `take${kind}Notice`,
  summary: `Take a notice about a ${order}`,
  description:
    `Where a connector reports the end of a ${order}: its \`notifyUrl\`. The URL is the credential, so ` +
    'no bearer token is asked for. The body is that of an answer. Notices may come early, late and ' +
    'twice; one that repeats what is known changes nothing. Where the template has a `notifySecret`, ' +
    'it must be signed by Standard Webhooks.',
  tag: 'Notices',
  access: 'notice',
  requests: CONNECTOR_ANSWERS,
  answers: { 200: answer('Taken, or known already.', { ret: 'success' }) },
});

const settle = (kind: 'Pay' | 'Refund', order: string, example: object): OperationDoc => ({
  operationId: `settle${kind}Order`,
  summary: `Settle a ${order} by hand`,
  description:
    `For a ${order} that nobody else can settle: look it up at the provider, then say what really ` +
    'happened. It is final, and written into the history with reason and person. Operators only.',
  tag: 'Operator',
  requests: SETTLE_REQUESTS,
  answers: { 200: answer(`The ${order}, settled.`, example) },
  codes: [9007, 9403],
});

const PAY_MODE_OPERATIONS: OperationDocs = {
  'POST /payModes': {
    operationId: 'openPayMode',
    summary: 'Open a pay mode (为当前商户开通支付方式)',
    description:
      'Opens a way to pay for the merchant, from a template (`payTemplateId`) or described by yourself ' +
      '(`name`, `payUrl` and so on). Opening a template again changes the mode that is there. When the ' +
      'template has a `checkEnvUrl` it is asked first.',
    tag: 'Pay modes',
    requests: OPEN_PAY_MODE_REQUESTS,
    answers: {
      200: answer('This template was opened before; its mode was changed.', PAY_MODE),
      201: answer('A new mode.', PAY_MODE),
    },
    codes: [9001, 9003, 9008, 9403],
  },
  'POST /payModes/{uuid}': {
    operationId: 'changePayMode',
    summary: 'Change a pay mode',
    description:
      'Changes `isOpened`, `uiOrder` or `isFastPay`. A closed mode takes no payment (9002) but still ' +
      'answers, refunds and finishes those that it has taken.',
    tag: 'Pay modes',
    uuid: ids.MODE_UUID,
    requests: CHANGE_PAY_MODE_REQUESTS,
    answers: { 200: answer('The mode as it is now.', PAY_MODE) },
    codes: [9001, 9008],
  },
  'GET /listAllPayModes': {
    operationId: 'listAllPayModes',
    summary: 'List modes and what could be opened',
    description:
      "The merchant's modes (`hasCreated` 1), then the templates that it has not opened (`hasCreated` " +
      '0). It has no pages.',
    tag: 'Pay modes',
    answers: { 200: answer('All of them.', ALL_PAY_MODES) },
    codes: [9403],
  },
  'POST /registerPayModeTemplate': {
    operationId: 'registerPayModeTemplate',
    summary: 'Register a template (注册支付模板)',
    description:
      'Creates the template with this `payTemplateId`, or changes it: what is absent stays as it is, but a `payUrl` ' +
      'without a `connectorId` removes the one that is there. An order that was sent stays with the connector that ' +
      'has it: it is asked for at the new URLs only where these are of the same one (the same `connectorId`, or the ' +
      'same origin and path of `payUrl`). Operators only.',
    tag: 'Templates',
    requests: REGISTER_TEMPLATE_REQUESTS,
    answers: { 200: answer('The template as it is now.', PAY_MODE_TEMPLATE) },
    codes: [9008, 9403],
  },
};

const OPERATOR_OPERATIONS: OperationDocs = {
  'POST /payOrders/{uuid}/settle': settle('Pay', 'payment', PAY_ORDER),
  'POST /refundOrders/{uuid}/settle': settle('Refund', 'refund', REFUND_ORDER),
  'POST /exceptions/{uuid}/reverse': {
    operationId: 'reverseException',
    summary: 'Send late money back',
    description:
      'For an `open` exception with reason `lateSuccess`: the money goes back by a refund of the gateway itself, at ' +
      'the connector that took it, as with the policy `reverse`. Asked twice, it goes back once. Operators only.',
    tag: 'Operator',
    requests: REVERSE_REQUESTS,
    answers: {
      200: answer('The exception; the refund resolves it.', {
        ...TRADE_EXCEPTION,
        status: 'reversing',
        resolvedBy: 'operator',
      }),
    },
    codes: [9007, 9008, 9403],
  },
  'POST /exceptions/{uuid}/resolve': {
    operationId: 'resolveException',
    summary: 'Resolve an exception',
    description: 'Notes that a person has dealt with it, and why. Operators only.',
    tag: 'Operator',
    requests: RESOLVE_REQUESTS,
    answers: {
      200: answer('The exception, resolved.', {
        ...TRADE_EXCEPTION,
        status: 'resolved',
        resolution: RESOLVE_REQUESTS.resolved.value.reason,
        resolvedBy: 'operator',
        resolvedAt: '2018-07-13 12:30:00',
      }),
    },
    codes: [9007, 9403],
  },
};

const READY = { database: 'ok', migrations: 'ok', queue: 'ok', keys: 'ok' };

const OPEN_OPERATIONS: OperationDocs = {
  'POST /payInfo/{tractionNo}/{token}': notice('Pay', 'payment'),
  'POST /refundInfo/{tractionNo}/{token}': notice('Refund', 'refund'),
  'GET /health/live': {
    operationId: 'isAlive',
    summary: 'Is the process alive',
    description: '503 while the API stops. Not moved by ROUTE_PREFIX.',
    tag: 'Health',
    access: 'open',
    answers: {
      200: answer('It is.', { status: 'live' }),
      503: answer('It stops.', { status: 'stopping' }),
    },
  },
  'GET /health/ready': {
    operationId: 'isReady',
    summary: 'Can it serve',
    description: 'Which part is not ready, if any. Not moved by ROUTE_PREFIX.',
    tag: 'Health',
    access: 'open',
    answers: {
      200: answer('Every part is ready.', { status: 'ready', parts: READY }),
      503: answer('A part is not ready.', {
        status: 'notReady',
        parts: { ...READY, queue: 'cannot be reached' },
      }),
    },
  },
};

/** Everything that is neither a payment, a refund nor a list. */
export const OTHER_OPERATIONS: OperationDocs = {
  ...PAY_MODE_OPERATIONS,
  ...OPERATOR_OPERATIONS,
  ...OPEN_OPERATIONS,
};
