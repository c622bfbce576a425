import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Behaviour, ofGroup } from './behaviour/table.ts';
import type { Clock } from './clock.ts';
import { type Entry, openJournal } from './journal.ts';

/** Something that the provider says by itself, until it is acknowledged or the table ends. */
export interface Notice {
  readonly id: string;
  readonly kind: 'pay' | 'refund';
  /** of the order, or of the refund */
  readonly key: string;
  readonly url: string;
  readonly createdAt: number;
  /** how often it was sent */
  readonly tries: number;
  /** null: not any more */
  readonly nextAt: number | null;
  readonly behaviours: readonly Behaviour[];
}

/** The bytes of one try; made anew for each. */
export interface NoticeBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How a provider notifies. */
export interface NoticeRules {
  /** seconds from one try to the next; its length is the number of repeats */
  readonly retrySeconds: readonly number[];
  build(notice: Notice): NoticeBody | null;
  isAcknowledged(status: number, body: string): boolean;
}

/** Sends notices, on the provider's clock. */
export interface Notifier {
  add(notice: Pick<Notice, 'kind' | 'key' | 'url' | 'behaviours'>): void;
  /** Sends what is due. */
  tick(): void;
  readonly notices: readonly Notice[];
  clear(): void;
  close(): void;
}

const ACKNOWLEDGE_MS = 5_000;
const FIRST_AFTER_MS = 200;
const OVERTAKEN_MS = 5_000;
const NEVER = 2;

/** A notifier that goes on with the notices of the file after a restart. */
export function openNotifier(
  { clock, file }: { clock: Clock; file: string },
  rules: NoticeRules,
): Notifier {
  const journal = openJournal(file);
  const notices = new Map<string, Notice>();
  const open = new Set<string>();
  const busy = new Set<string>();
  const note = (notice: Notice) => {
    notices.set(notice.id, notice);
    if (notice.nextAt === null) open.delete(notice.id);
    else open.add(notice.id);
  };
  for (const entry of journal.past) note((entry as Entry & { notice: Notice }).notice);
  const write = (notice: Notice) => {
    journal.append([{ t: 'notice', notice }]);
    note(notice);
  };
  const deliver = async (notice: Notice) => {
    const built = rules.build(notice);
    const answer = built === null ? null : await post(notice.url, built).catch(() => null);
    const isDone = answer !== null && rules.isAcknowledged(answer.status, answer.body);
    const wait = rules.retrySeconds[notice.tries];
    const isOver = (isDone && !isIgnored(notice)) || wait === undefined;
    write({
      ...notice,
      tries: notice.tries + 1,
      nextAt: isOver ? null : clock.now() + wait * 1_000,
    });
  };
  return {
    add(what) {
      for (const notice of planned(what, clock.now(), notices.size)) write(notice);
    },
    tick() {
      const now = clock.now();
      for (const id of open) {
        const notice = notices.get(id);
        const isDue = notice !== undefined && notice.nextAt !== null && notice.nextAt <= now;
        if (!isDue || busy.has(id)) continue;
        busy.add(id);
        void deliver(notice).finally(() => busy.delete(id));
      }
    },
    get notices() {
      return [...notices.values()];
    },
    clear() {
      notices.clear();
      open.clear();
      journal.clear();
    },
    close: journal.close,
  };
}

/** Group 14, variant 7; the other variants are about its making or its bytes. */
function isIgnored({ behaviours }: Notice): boolean {
  return ofGroup(behaviours, 14)?.variant === 7;
}

function planned(
  what: Pick<Notice, 'kind' | 'key' | 'url' | 'behaviours'>,
  now: number,
  count: number,
): readonly Notice[] {
  const variant = ofGroup(what.behaviours, 14)?.variant;
  if (variant === NEVER) return [];
  const delays: Readonly<Record<number, readonly number[]>> = {
    0: [0],
    1: [FIRST_AFTER_MS, FIRST_AFTER_MS],
    3: [OVERTAKEN_MS],
  };
  const after = delays[variant ?? -1] ?? [FIRST_AFTER_MS];
  const id = `${what.kind}-${what.key}-${count}`;
  // One id for both deliveries would make one of them; the provider repeats the id in the body.
  return after.map((ms, index) => ({
    ...what,
    ...{ id: `${id}-${index}`, createdAt: now, tries: 0, nextAt: now + ms },
  }));
}

async function post(
  url: string,
  { headers, body }: NoticeBody,
): Promise<{ status: number; body: string }> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  return await new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ACKNOWLEDGE_MS);
    const length = { 'content-length': String(body.length) };
    const req = request(url, { method: 'POST', signal, headers: { ...headers, ...length } });
    req.on('error', reject);
    req.on('response', (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk: string) => {
        text += chunk.slice(0, 4_096);
      });
      res.on('error', reject);
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body: text }));
    });
    req.end(body);
  });
}
