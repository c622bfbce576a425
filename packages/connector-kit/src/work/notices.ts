import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import { createGuardedLookup } from '@payserver/shared/runtime/guarded-lookup';
import { signWebhook } from '@payserver/shared/runtime/webhook-signature';
import { got } from 'got';
import { crashPoint } from '../crash-points.ts';
import type { NoticeBox } from '../journal/notice-box.ts';
import type { Row } from '../journal/row.ts';
import type { Kit } from './kit.ts';
import { startRounds, type Worker } from './worker.ts';

export interface NoticeDeps {
  readonly kit: Kit;
  readonly box: NoticeBox;
  /** where a gateway may be */
  readonly allow: ConnectorAllow;
  /** Standard Webhooks; null: notices are not signed */
  readonly secret: string | null;
  readonly bodyOf: (row: Row) => string;
}

const AT_ONCE = 20;
const TIMEOUT_MS = 10_000;
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** Waits between tries, ms; the last one repeats. */
const AGAIN_MS = [1, 2, 5, 10, 30, 60, 300, 900].map((seconds) => seconds * SECOND);
/** Whoever does not take it for so long asks, or does not want to know. */
const GIVE_UP_MS = 7 * 24 * HOUR;

/** Sends what became of operations to their notifyUrl, until the gateway takes it; one id for all tries. */
export function startNotices(deps: NoticeDeps): Worker {
  return startRounds({
    name: 'the sending of notices',
    log: deps.kit.log,
    atOnce: AT_ONCE,
    take: async (limit) => {
      const due = await deps.box.take(limit, deps.kit.timing.leaseMs);
      return due.map(async (row) => await deliver(deps, row));
    },
    next: async () => await deps.box.nextDueMs(),
  });
}

async function deliver(deps: NoticeDeps, row: Row): Promise<void> {
  const { kit, box } = deps;
  crashPoint('notice.beforeSend', row.kind);
  const status = await post(deps, row);
  crashPoint('notice.afterSend', row.kind);
  const isTaken = status !== null && status >= 200 && status < 300;
  kit.onEvent({ type: 'notice', isTaken, tries: row.noticeTries });
  if (isTaken) {
    await box.taken(row);
  } else {
    const again = AGAIN_MS[Math.min(row.noticeTries, AGAIN_MS.length) - 1] ?? SECOND;
    const age = row.now.getTime() - (row.finishedAt ?? row.now).getTime();
    const { tractionNo, noticeTries: tries } = row;
    if (age > GIVE_UP_MS) kit.log.error({ tractionNo, tries, status }, 'notice given up');
    else kit.log.warn({ tractionNo, tries, status }, 'notice not taken; it is sent again');
    await (age > GIVE_UP_MS ? box.taken(row) : box.again(row, again));
  }
  crashPoint('notice.afterWrite', row.kind);
}

/** The status of the answer; null: there was none. */
async function post({ kit, allow, secret, bodyOf }: NoticeDeps, row: Row): Promise<number | null> {
  const { notifyUrl, noticeId } = row;
  if (notifyUrl === null || noticeId === null) return null;
  const denied = allow.checkUrl(notifyUrl);
  if (denied !== null) {
    kit.log.error({ tractionNo: row.tractionNo, why: denied }, 'notifyUrl is not allowed');
    return null;
  }
  const body = bodyOf(row);
  const signature =
    secret === null ? {} : signWebhook(secret, { id: noticeId, body, now: new Date() });
  try {
    const answer = await got.post(notifyUrl, {
      body,
      headers: { 'content-type': 'application/json', ...signature },
      timeout: { request: TIMEOUT_MS },
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      dnsLookup: createGuardedLookup(allow, new URL(notifyUrl)),
    });
    return answer.statusCode;
  } catch {
    return null;
  }
}
