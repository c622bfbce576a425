import { randomBytes } from 'node:crypto';
import type { Client } from '../support/client.ts';

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
  /** its template is the sequence's own, and moves between connectors */
  readonly moves?: true;
}

const ONLINE = {
  isOnline: true,
  isAsync: false,
  isIdempotent: true,
  hasQuery: false,
  hasCancel: false,
  lateSuccessPolicy: 'reverse',
} as const;
const NOTIFIED = { ...ONLINE, isAsync: true } as const;
const ASKED = { hasQuery: true, hasCancel: true } as const;

/** Every way in which a gateway may come to know what happened, and combinations of them. */
export const MODES: readonly Mode[] = [
  { ...ONLINE, name: 'offline', isOnline: false },
  { ...ONLINE, name: 'repeated' },
  { ...ONLINE, ...ASKED, name: 'asked' },
  { ...NOTIFIED, name: 'notified' },
  { ...NOTIFIED, ...ASKED, name: 'accepting', lateSuccessPolicy: 'accept' },
  { ...NOTIFIED, ...ASKED, name: 'reviewing', lateSuccessPolicy: 'review' },
  { ...NOTIFIED, ...ASKED, name: 'once', isIdempotent: false },
  { ...NOTIFIED, name: 'onceNotified', isIdempotent: false },
  { ...NOTIFIED, ...ASKED, name: 'moving', moves: true },
  { ...ONLINE, name: 'movingBlind', moves: true },
];

/** Those of a template that moves. */
export const MOVING = MODES.filter(({ moves }) => moves);

/** Signs the notices of the sandbox and of the model; known to the templates that are asynchronous. */
export const NOTICE_SECRET = `whsec_${randomBytes(24).toString('base64')}`;

/** How long a payment is valid; the model lets more than that pass now and then. */
export const VALID_HOURS = 1;
/** A hanging connector holds an attempt no longer than this. */
const TIMEOUT_MS = 600;

/** @param own of the sequence that has the templates which move */
const templateIdOf = (mode: Mode, own: number) =>
  mode.moves ? `MODEL-${mode.name}-${own}` : `MODEL-${mode.name}`;

/** Where a template leads: one of two sandboxes, at one of its addresses, and who it says that it is. */
export interface TemplateTarget {
  /** 0 is the gateway's own, 1 another one with books of its own */
  readonly sandbox: 0 | 1;
  readonly path: 'wechat' | 'wechat/v2';
  /** whether it declares who it is, whatever its address */
  readonly isNamed: boolean;
}

export const HOME: TemplateTarget = { sandbox: 0, path: 'wechat', isNamed: true };

/** Where the two sandboxes are. */
export type SandboxUrls = readonly [string, string];

/** Registers a template for each mode that stays, so that all merchants together have few queues. */
export async function registerModes(sandboxes: SandboxUrls, admin: Client): Promise<void> {
  for (const mode of MODES.filter(({ moves }) => !moves)) {
    await register(admin, settingsOf(mode, 0), urlsOf(mode, `${sandboxes[0]}/sandbox/wechat`));
  }
}

/** Registers a template that moves, or moves it. */
export async function moveMode(
  { sandboxes, admin }: { readonly sandboxes: SandboxUrls; readonly admin: Client },
  moved: { readonly mode: Mode; readonly own: number; readonly target: TemplateTarget },
): Promise<void> {
  const { sandbox, path, isNamed } = moved.target;
  const urls = urlsOf(moved.mode, `${sandboxes[sandbox]}/sandbox/${path}`);
  const named = isNamed ? { connectorId: `sandbox-${sandbox}` } : {};
  await register(admin, settingsOf(moved.mode, moved.own), { ...urls, ...named });
}

async function register(admin: Client, settings: object, urls: object): Promise<void> {
  const answer = await admin.post('/registerPayModeTemplate', { ...settings, ...urls });
  if (answer.status >= 300) throw new Error(`not registered: ${JSON.stringify(answer.body)}`);
}

function settingsOf(mode: Mode, own: number) {
  return {
    payTemplateId: templateIdOf(mode, own),
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
export async function openModes(client: Client, own: number): Promise<ReadonlyMap<string, string>> {
  const opened = MODES.map(async (mode) => {
    const payTemplateId = templateIdOf(mode, own);
    const { status, body } = await client.post('/payModes', { payTemplateId, isOpened: 1 });
    if (status !== 201) throw new Error(`${mode.name}: ${JSON.stringify(body)}`);
    return [mode.name, body.uuid as string] as const;
  });
  return new Map(await Promise.all(opened));
}
