import fc from 'fast-check';

/** How much to run and from where; all of it can be set in the environment. */
export interface RunSettings {
  /** sequences */
  readonly runs: number;
  /** sequences in which templates move again and again */
  readonly moves: number;
  /** sequences in which back offices hear of what happens */
  readonly offices: number;
  readonly seed: number;
  /** of a failure that was reported: runs that sequence only */
  readonly path: string | null;
  readonly replayPath: string | null;
}

/** On each engine, some hundred commands; `npm run test:model` plays many more. */
const RUNS = 25;
/** `npm run test:moves` plays 200. */
const MOVES = 15;
/** `npm run test:offices` plays 200. */
const OFFICES = 15;
/** Sequences at the same time, each of a merchant of its own. */
const LANES = 20;
/** How long a sequence that failed is made smaller. */
const SHRINK_MS = 120_000;

/** `MODEL_RUNS`, `MODEL_MOVES`, `MODEL_OFFICES`, `MODEL_SEED`, `MODEL_PATH` and `MODEL_REPLAY_PATH`. */
export function readRunSettings(env: NodeJS.ProcessEnv): RunSettings {
  const number = (name: string, otherwise: number) => {
    const value = Number(env[name] || otherwise);
    if (!Number.isInteger(value)) throw new Error(`${name} must be a whole number`);
    return value;
  };
  return {
    runs: number('MODEL_RUNS', RUNS),
    moves: number('MODEL_MOVES', MOVES),
    offices: number('MODEL_OFFICES', OFFICES),
    seed: number('MODEL_SEED', Date.now() % 1_000_000_000),
    path: env['MODEL_PATH'] || null,
    replayPath: env['MODEL_REPLAY_PATH'] || null,
  };
}

/** How much of what to play, and the name that finds its test. */
export type LaneSettings = Omit<RunSettings, 'moves' | 'offices'> & { readonly name: string };

/** One property that runs sequences of commands. */
export type Play<T> = (value: T) => Promise<void>;

/**
 * Plays sequences in many lanes at once, every lane with a seed of its own. When one fails, the others
 * end and that lane goes on until its sequence is as small as it gets.
 *
 * @param arbitrary what makes a sequence
 * @returns null when all went well, otherwise a report that ends with the command that replays it
 */
export async function runLanes<T>(
  settings: LaneSettings,
  arbitrary: (replayPath: string | undefined) => fc.Arbitrary<T>,
  play: Play<T>,
): Promise<string | null> {
  const isReplay = settings.path !== null;
  const lanes = isReplay ? 1 : Math.min(LANES, settings.runs);
  const failure: { lane: number | null; at: number } = { lane: null, at: 0 };
  const runLane = async (lane: number) => {
    const property = fc.asyncProperty(
      arbitrary(settings.replayPath ?? undefined),
      async (value) => {
        const isOver = failure.lane !== null && performance.now() - failure.at > SHRINK_MS;
        if (isOver || (failure.lane !== null && failure.lane !== lane)) return;
        try {
          await play(value);
        } catch (error) {
          if (failure.lane === null) Object.assign(failure, { lane, at: performance.now() });
          throw error;
        }
      },
    );
    return await fc.check(property, {
      seed: settings.seed + lane,
      // With a path fast-check begins there and goes on: a replay is that one sequence.
      numRuns: isReplay ? 1 : Math.ceil((settings.runs - lane) / lanes),
      ...(settings.path !== null && { path: settings.path, endOnFailure: true }),
    });
  };
  const results = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
  const failed = results.find((result) => result.failed);
  return failed === undefined ? null : report(failed, settings.name);
}

function report<T>(failed: fc.RunDetails<T>, name: string): string {
  const commands = String(failed.counterexample ?? '');
  const replayPath = /replayPath="([^"]*)"/.exec(commands)?.[1] ?? '';
  const cause =
    failed.errorInstance instanceof Error ? failed.errorInstance.message : 'no error was recorded';
  return [
    `a sequence of commands broke a rule, ${failed.numShrinks} times made smaller:`,
    `  ${commands.replaceAll('),', ')\n  ')}`,
    cause,
    'To run that sequence again:',
    `  MODEL_SEED=${failed.seed} MODEL_PATH=${failed.counterexamplePath} MODEL_REPLAY_PATH='${replayPath}' \\`,
    `    npx vitest run --project ${process.env['TEST_ENGINE'] === 'redis' ? 'redis' : 'pg'}-engine test/model -t '${name}'`,
  ].join('\n');
}
