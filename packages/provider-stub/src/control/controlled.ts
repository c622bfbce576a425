import type { ProviderPorts } from '../http/provider-ports.ts';
import type { Notifier } from '../notices.ts';
import type { Ports, Protocol, StubOptions, World } from '../world.ts';

/** What the control API reaches. */
export interface Controlled {
  readonly world: World;
  readonly protocol: Protocol;
  readonly notifier: Notifier;
  /** replaced by POST /control/options */
  readonly options: { now: StubOptions };
  readonly ports: () => Ports;
  readonly provider: ProviderPorts;
}

/** A wrong call of the control API; the message says what. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}
