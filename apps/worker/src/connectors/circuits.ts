import type { Logger } from '@payserver/shared/runtime/logger';
import type { PostResult } from './call-connector.ts';

export interface CircuitDeps {
  readonly log: Logger;
  /** calls in a row that must go wrong before a circuit opens */
  readonly failures: number;
  /** how long it stays open before one call tries again, ms */
  readonly openMs: number;
}

/** Whether an attempt may call its connector; `leave` must be called when the attempt is over. */
export interface Admission {
  /** 0: go on; otherwise how long to wait, ms */
  readonly waitMs: number;
  leave(): void;
}

/** One circuit breaker for each connector, so that an unavailable one costs the others nothing. */
export interface Circuits {
  /** Admits every attempt while the circuit is closed, one at a time to probe it, otherwise none. */
  admit(connectorKey: string): Admission;
  /** Makes a call and counts how it went; `notSent` without a call when the circuit opened meanwhile. */
  call(connectorKey: string, post: () => Promise<PostResult>): Promise<PostResult>;
}

interface Circuit {
  /** calls in a row that went wrong */
  lost: number;
  /** null: closed. Of the monotonic clock: a clock that is set back must not keep a circuit open. */
  openedAt: number | null;
  isProbed: boolean;
  /** attempts that had to wait since `waitingSince` */
  waiting: number;
  waitingSince: number;
}

const LEAST_WAIT_MS = 1_000;
/**
 * One attempt in five seconds finds out whether a connector is back. The orders of a long backlog come back one after
 * the other, not all of them every time: attempting them is work that other connectors' payments would wait for.
 */
const APART_MS = 20;

/**
 * Circuits that open when calls in a row got no answer at all (not sent, lost, no JSON, a 5xx). Whatever
 * a connector answers, `failed` and `running` too, proves that it lives. Each worker process has its own.
 */
export function createCircuits(deps: CircuitDeps): Circuits {
  const circuits = new Map<string, Circuit>();
  const circuitOf = (key: string): Circuit => {
    const known = circuits.get(key);
    if (known !== undefined) return known;
    const circuit = { lost: 0, openedAt: null, isProbed: false, waiting: 0, waitingSince: 0 };
    circuits.set(key, circuit);
    return circuit;
  };
  const leftMs = ({ openedAt }: Circuit) =>
    openedAt === null ? 0 : Math.max(openedAt + deps.openMs - performance.now(), 0);
  const turnMs = (circuit: Circuit) => {
    const now = performance.now();
    if (now - circuit.waitingSince > deps.openMs) {
      circuit.waiting = 0;
      circuit.waitingSince = now;
    }
    circuit.waiting += 1;
    return circuit.waiting * APART_MS;
  };
  return {
    admit(key) {
      const circuit = circuitOf(key);
      if (circuit.openedAt === null) return { waitMs: 0, leave: () => {} };
      const waitMs = leftMs(circuit);
      if (waitMs > 0 || circuit.isProbed) {
        return { waitMs: Math.max(waitMs, LEAST_WAIT_MS) + turnMs(circuit), leave: () => {} };
      }
      circuit.isProbed = true;
      const leave = () => {
        circuit.isProbed = false;
      };
      return { waitMs: 0, leave };
    },
    async call(key, post) {
      const circuit = circuitOf(key);
      if (leftMs(circuit) > 0) return { kind: 'notSent', reason: 'the circuit is open' };
      const wasOpen = circuit.openedAt !== null;
      const result = await post();
      if (isLost(result)) countLost(deps, { key, circuit, wasOpen });
      else countAnswer(deps, { key, circuit });
      return result;
    },
  };
}

interface Counted {
  readonly key: string;
  readonly circuit: Circuit;
}

function countLost(
  { log, failures, openMs }: CircuitDeps,
  { key, circuit, wasOpen }: Counted & { readonly wasOpen: boolean },
): void {
  circuit.lost += 1;
  // A call that began before the circuit opened says nothing new when it is lost after that.
  const opens = wasOpen || (circuit.openedAt === null && circuit.lost >= failures);
  if (!opens) return;
  circuit.openedAt = performance.now();
  log.warn({ connector: key, openMs }, 'circuit opened: the orders of this connector wait');
}

function countAnswer({ log }: CircuitDeps, { key, circuit }: Counted): void {
  circuit.lost = 0;
  if (circuit.openedAt === null) return;
  circuit.openedAt = null;
  log.info({ connector: key }, 'circuit closed: the connector answers again');
}

function isLost({ kind }: PostResult): boolean {
  return kind === 'notSent' || kind === 'unknown';
}
