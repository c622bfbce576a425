/**
 * Which queue, concurrency limit and circuit a connector has: one for each template; modes with a
 * connector of their own share one per origin, so that a thousand shops behind one service do not need
 * a thousand queues. Different connectors never share a key, and a key holds only characters that a
 * queue's name may have.
 */
export function connectorKeyOf(mode: {
  payTemplateId: string | null;
  payUrl: string | null;
}): string {
  if (mode.payTemplateId !== null) return `t-${escapeKey(mode.payTemplateId)}`;
  const hasUrl = mode.payUrl !== null && URL.canParse(mode.payUrl);
  return `o-${escapeKey(hasUrl ? new URL(mode.payUrl ?? '').origin : '')}`;
}

/** Every other character becomes `_` and its code, so that different texts give different keys. */
function escapeKey(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, (char) => `_${char.charCodeAt(0).toString(16)}_`);
}
