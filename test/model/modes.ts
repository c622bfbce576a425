import { randomBytes } from 'node:crypto';
import type { Client } from '../support/client.ts';
import type { GatewayAddress } from '../support/gateway.ts';

/** What a pay mode's connector can do; the sandbox plays each of them. */
export interface Mode {
  readonly name: string;
  readonly isOnline: boolean;
  /** has a notifyUrl, and signs its notices */
  readonly isAsync: boolean;
  readonly isIdempotent: boolean;
  readonly hasQuery: boolean;
  readonly hasCancel: boolean;
  readonly lateSuccessPolicy: 'reverse' | 'accept' | 'review';
}

const ONLINE = {
  isOnline: true,
  isAsync: false,
  isIdempotent: true,
  hasQuery: false,
  hasCancel: false,
  lateSuccessPolicy: 'reverse',
} as const;
const TOLD = { ...ONLINE, isAsync: true } as const;
const ASKED = { hasQuery: true, hasCancel: true } as const;

/** Every way in which a gateway may come to know what happened, and combinations of them. */
export const MODES: readonly Mode[] = [
  { ...ONLINE, name: 'offline', isOnline: false },
  { ...ONLINE, name: 'repeated' },
  { ...ONLINE, ...ASKED, name: 'asked' },
  { ...TOLD, name: 'told' },
  { ...TOLD, ...ASKED, name: 'accepting', lateSuccessPolicy: 'accept' },
  { ...TOLD, ...ASKED, name: 'reviewing', lateSuccessPolicy: 'review' },
  { ...TOLD, ...ASKED, name: 'once', isIdempotent: false },
  { ...TOLD, name: 'onceTold', isIdempotent: false },
];

/** Signs the notices of the sandbox and of the model; known to the templates that are asynchronous. */
export const NOTICE_SECRET = `whsec_${randomBytes(24).toString('base64')}`;

/** How long a payment is valid; the model lets more than that pass now and then. */
export const VALID_HOURS = 1;
/** A hanging connector holds a look no longer than this. */
const TIMEOUT_MS = 600;

const templateIdOf = (mode: Mode) => `MODEL-${mode.name}`;

/** Registers a template for each mode, so that all merchants together have eight queues. */
export async function registerModes(gateway: GatewayAddress, admin: Client): Promise<void> {
  for (const mode of MODES) {
    const template = {
      ...settingsOf(mode),
      ...urlsOf(mode, `${gateway.sandboxUrl}/sandbox/wechat`),
    };
    const answer = await admin.post('/registerPayModeTemplate', template);
    if (answer.status >= 300) throw new Error(`${mode.name}: ${JSON.stringify(answer.body)}`);
  }
}

function settingsOf(mode: Mode) {
  return {
    payTemplateId: templateIdOf(mode),
    name: mode.name,
    isOnline: mode.isOnline ? 1 : 0,
    isAsyncNotify: mode.isAsync ? 1 : 0,
    isIdempotent: mode.isIdempotent ? 1 : 0,
    orderValidTime: VALID_HOURS,
    timeoutMs: TIMEOUT_MS,
    maxConcurrency: 100,
    lateSuccessPolicy: mode.lateSuccessPolicy,
    ...(mode.isAsync && { notifySecret: NOTICE_SECRET }),
  };
}

function urlsOf(mode: Mode, base: string) {
  const query = mode.isIdempotent ? '' : '?idempotent=0';
  return {
    ...(mode.isOnline && { payUrl: `${base}/pay${query}`, refundUrl: `${base}/refund${query}` }),
    ...(mode.hasQuery && { queryUrl: `${base}/query` }),
    ...(mode.hasCancel && { cancelUrl: `${base}/cancel` }),
  };
}

/** Opens all modes for the caller and answers their uuids by name. */
export async function openModes(client: Client): Promise<ReadonlyMap<string, string>> {
  const opened = MODES.map(async (mode) => {
    const payTemplateId = templateIdOf(mode);
    const { status, body } = await client.post('/payModes', { payTemplateId, isOpened: 1 });
    if (status !== 201) throw new Error(`${mode.name}: ${JSON.stringify(body)}`);
    return [mode.name, body.uuid as string] as const;
  });
  return new Map(await Promise.all(opened));
}
