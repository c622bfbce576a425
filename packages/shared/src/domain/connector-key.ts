/**
 * Which queue, concurrency limit and circuit a connector has: one for each template; modes with a
 * connector of their own share one per host and port, so that a thousand shops behind one service do
 * not need a thousand queues. The characters are those that a queue name may have.
 */
export function connectorKeyOf(mode: {
  payTemplateId: string | null;
  payUrl: string | null;
}): string {
  if (mode.payTemplateId !== null) return `t-${safe(mode.payTemplateId)}`;
  return `o-${safe(mode.payUrl !== null && URL.canParse(mode.payUrl) ? new URL(mode.payUrl).host : '')}`;
}

function safe(text: string): string {
  return text.replace(/[^\w.-]/g, '_');
}
