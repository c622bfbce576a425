import type { Scene } from './scene.ts';
import type { Target } from './target.ts';

/** One thing that is tried. */
export interface Module {
  readonly id: string;
  /** what must be so, for the report */
  readonly about: string;
  /** what happens in a shop where it is not so */
  readonly why: string;
  /** `money`: where it fails, money can be lost or taken twice; `must`: no B without it; `should`: no A without it */
  readonly weight: 'money' | 'must' | 'should';
  /** why it cannot be tried at this connector; null: it can */
  readonly skip?: (target: Target) => string | null;
  /** @throws {Failed} where the connector does otherwise */
  readonly run: (scene: Scene) => Promise<void>;
}

/** For `skip`: all of these must be there. */
export function needs(...parts: ReadonlyArray<keyof typeof REASONS>) {
  return (target: Target): string | null => {
    const missing = parts.find((part) => !REASONS[part].isThere(target));
    if (missing === undefined) return null;
    const isOfItsKind = target.isInstant && (missing === 'running' || missing === 'waiting');
    return isOfItsKind ? 'every payment ends at once' : REASONS[missing].without;
  };
}

const REASONS = {
  refundUrl: {
    isThere: (target: Target) => target.refundUrl !== null,
    without: 'it has no refundUrl',
  },
  queryUrl: {
    isThere: (target: Target) => target.queryUrl !== null,
    without: 'it has no queryUrl',
  },
  cancelUrl: {
    isThere: (target: Target) => target.cancelUrl !== null,
    without: 'it has no cancelUrl',
  },
  checkEnvUrl: {
    isThere: (target: Target) => target.checkEnvUrl !== null,
    without: 'it has no checkEnvUrl',
  },
  secret: {
    isThere: (target: Target) => target.secret !== null,
    without: 'its calls are not signed',
  },
  repeats: {
    isThere: (target: Target) => target.profile !== 'once',
    without: 'the profile is `once`: nothing is posted twice',
  },
  notices: {
    isThere: (target: Target) => target.profile === 'async',
    without: 'the profile is not `async`: it sends no notices',
  },
  declined: {
    isThere: (target: Target) => target.samples.declined !== null,
    without: 'no sample `declined`',
  },
  running: {
    isThere: (target: Target) => target.samples.running !== null,
    without: 'no sample `running`',
  },
  waiting: {
    isThere: (target: Target) => target.samples.waiting !== null,
    without: 'no sample `waiting`',
  },
  restart: {
    isThere: (target: Target) => target.restartCommand !== null,
    without: 'no --restart-command',
  },
} as const;
