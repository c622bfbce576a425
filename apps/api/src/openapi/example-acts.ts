import { MODE_UUID, STARTED, WECHAT, WECHAT_TEMPLATE_ID } from './example-resources.ts';

/** Payments whose connector cannot be reached. */
export const STUCK_GROUP = {
  kind: 'pay',
  payModeUUID: MODE_UUID,
  payModeName: WECHAT.name,
  payTemplateId: WECHAT_TEMPLATE_ID,
  connectorKey: `t-${WECHAT_TEMPLATE_ID}`,
  lastOutcome: 'circuitOpen',
  reviewReason: null,
  count: 12,
  isCapped: false,
  oldestAt: STARTED,
  amount: 600,
};
