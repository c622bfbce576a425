import type { Logger } from '@payserver/shared/platform/logger';
import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from 'cockatiel';
import type { PostResult } from './post-json.ts';

export interface CircuitDeps {
  readonly log: Logger;
  /** calls in a row that must go wrong before a circuit opens */
  readonly failures: number;
  /** how long it stays open before one call tries again, ms */
  readonly openMs: number;
}

/** Whether a look may call its connector; `leave` must be called when the look is over. */
export interface Admission {
  /** 0: go on; otherwise how long to wait, ms */
  readonly waitMs: number;
  leave(): void;
}

/** One circuit breaker for each connector, so that one which is away costs nobody else anything. */
export interface Circuits {
  /** Lets everybody in while the circuit is closed, one look at a time to probe it, otherwise nobody. */
  admit(connectorKey: string): Admission;
  /** Makes a call and counts how it went; `notSent` without a call when the circuit opened meanwhile. */
  call(connectorKey: string, post: () => Promise<PostResult>): Promise<PostResult>;
}

interface Circuit {
  readonly policy: CircuitBreakerPolicy;
  openedAt: number;
  isProbed: boolean;
}

const LEAST_WAIT_MS = 1_000;

/**
 * Circuits that open when calls in a row got no answer at all (not sent, lost, no JSON, a 5xx). Whatever
 * a connector answers, `failed` and `running` too, proves that it lives. Each worker process has its own.
 */
export function createCircuits(deps: CircuitDeps): Circuits {
  const circuits = new Map<string, Circuit>();
  const circuitOf = (key: string): Circuit => {
    const known = circuits.get(key);
    if (known !== undefined) return known;
    const circuit = newCircuit(deps, key);
    circuits.set(key, circuit);
    return circuit;
  };
  return {
    admit(key) {
      const circuit = circuitOf(key);
      if (circuit.policy.state === CircuitState.Closed) return { waitMs: 0, leave: () => {} };
      const leftMs = circuit.openedAt + deps.openMs - Date.now();
      if (leftMs > 0 || circuit.isProbed) {
        return { waitMs: Math.max(leftMs, LEAST_WAIT_MS), leave: () => {} };
      }
      circuit.isProbed = true;
      const leave = () => {
        circuit.isProbed = false;
      };
      return { waitMs: 0, leave };
    },
    async call(key, post) {
      try {
        return await circuitOf(key).policy.execute(post);
      } catch (error) {
        if (isBrokenCircuitError(error)) return { kind: 'notSent', reason: 'the circuit is open' };
        throw error;
      }
    },
  };
}

function newCircuit({ log, failures, openMs }: CircuitDeps, connector: string): Circuit {
  const policy = circuitBreaker(handleWhenResult(isLost), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(failures),
  });
  const circuit: Circuit = { policy, openedAt: 0, isProbed: false };
  policy.onBreak(() => {
    circuit.openedAt = Date.now();
    log.warn({ connector, openMs }, 'circuit opened: the orders of this connector wait');
  });
  policy.onReset(() => log.info({ connector }, 'circuit closed: the connector answers again'));
  return circuit;
}

function isLost(result: unknown): boolean {
  const { kind } = result as PostResult;
  return kind === 'notSent' || kind === 'unknown';
}
