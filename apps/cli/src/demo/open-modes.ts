import { setTimeout as sleep } from 'node:timers/promises';
import { type GatewayPlaces, RefusedError } from '../gateway-client.ts';
import { bookOf } from './books.ts';
import type { Demo } from './demo.ts';

export interface DemoMode {
  readonly uuid: string;
  readonly name: string;
  readonly isOnline: number;
  readonly payTemplateId: string | null;
  /** real, sandbox or stub */
  readonly connectorKind: string;
}

/** What the demo could open. */
export interface DemoModes {
  /** one for each template that is enabled and whose environment lets this merchant use it */
  readonly fromTemplates: readonly DemoMode[];
  /** a mode of the demo's own, whose connector answers later, by a notice; null without the sandbox */
  readonly async: DemoMode | null;
}

interface Template {
  readonly payTemplateId: string;
  readonly name: string;
  readonly status: string;
  readonly isOnline: number;
  readonly connectorKind: string;
}

/**
 * Opens what the merchant may open (API document, PayMode 2), and says what it may not: a template that
 * is disabled or needs an environment is the operator's business and ends no demo. Nor does it open what would move
 * money that is not its own.
 */
export async function openModes(
  demo: Demo,
  { publicUrl, sandboxUrl }: GatewayPlaces,
): Promise<DemoModes> {
  const merchantHref = `${publicUrl}/shops/${demo.merchantUUID}`;
  const { items } = await demo.gateway.get<{ items: Template[] }>('/payModeTemplates?limit=200');
  const fromTemplates: DemoMode[] = [];
  for (const { payTemplateId, name, status, ...template } of items) {
    const isElsewhere = bookOf({ payTemplateId }) === null || demo.books === null;
    if (status !== 'enabled') {
      demo.say(`- ${name}: left out, the template is ${status}`);
    } else if (template.isOnline === 1 && template.connectorKind === 'real' && isElsewhere) {
      demo.say(`- ${name}: left out, its connector moves real money`);
    } else {
      const body = { merchantHref, payTemplateId, isOpened: 1 };
      const mode = await tryToOpen(demo, { name, body, isNew: template.connectorKind === 'stub' });
      if (mode !== null) fromTemplates.push(mode);
    }
  }
  return {
    fromTemplates,
    async:
      sandboxUrl === null
        ? null
        : await tryToOpen(demo, { name: ASYNC_NAME, body: asyncMode(sandboxUrl, merchantHref) }),
  };
}

/** A mode whose connector plays what a payment asks for; null without the sandbox. */
export function sandboxMode({ fromTemplates, async }: DemoModes): DemoMode | null {
  return fromTemplates.find(({ connectorKind }) => connectorKind === 'sandbox') ?? async;
}

const ASYNC_NAME = 'asynchronous wallet';

/** Not idempotent, so that no repeated call can learn the end before the notice tells it. */
function asyncMode(sandboxUrl: string, merchantHref: string) {
  const sandbox = `${sandboxUrl}/sandbox/wechat`;
  const urls = { payUrl: `${sandbox}/pay`, refundUrl: `${sandbox}/refund` };
  const flags = { isOnline: 1, isAsyncNotify: 1, isIdempotent: 0, isOpened: 1 };
  return { merchantHref, name: ASYNC_NAME, ...urls, ...flags, connectorKind: 'sandbox' };
}

interface Opening {
  readonly name: string;
  readonly body: object;
  /** its connector may not know the merchant yet */
  readonly isNew?: boolean;
}

const NEW_MS = 10_000;
const POLL_MS = 250;

async function tryToOpen(
  demo: Demo,
  { name, body, isNew = false }: Opening,
): Promise<DemoMode | null> {
  const until = performance.now() + (isNew ? NEW_MS : 0);
  for (;;) {
    try {
      return await demo.gateway.post<DemoMode>('/payModes', body);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      if (performance.now() < until) {
        await sleep(POLL_MS);
        continue;
      }
      demo.say(`- ${name}: left out, ${error.message}`);
      return null;
    }
  }
}
