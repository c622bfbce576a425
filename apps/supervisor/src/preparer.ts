import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { exitOf } from '@payserver/shared/runtime/process-identity';
import { PROGRAM_ROOT } from '@payserver/shared/runtime/program-root';
import { StartError } from '@payserver/shared/runtime/start-error';
import type { ProviderMoney } from '@payserver/shared/store/brought-connectors';
import type { PrepareInput } from './prepare.ts';

/** What a start needs done once, in a process that ends: its programs would stay in the supervisor for ever. */
export interface Preparer {
  /** See `checkQueue` of prepare.ts. */
  checkQueue(): Promise<void>;
  /** See `prepareDatabase` of prepare.ts. */
  prepareDatabase(input: PrepareInput): Promise<ProviderMoney>;
  /** Ends it, whatever it does; an unfinished migration leaves nothing behind. */
  end(): void;
}

/** What the preparer is asked. */
export type Preparation =
  | { readonly type: 'checkQueue' }
  | { readonly type: 'prepareDatabase'; readonly input: PrepareInput };

/** What it answers: `message` is null when it is done; a person can mend what `isForPeople`. */
export interface Prepared {
  readonly message: string | null;
  readonly isForPeople: boolean;
  /** of a database that is prepared */
  readonly money?: ProviderMoney;
}

const PROGRAM = join(PROGRAM_ROOT, 'apps/supervisor/bin/payserver.mjs');
/** The command of the supervisor's own program that it forks. */
export const PREPARE_COMMAND = 'prepare';

/** Starts it, so that it loads while the database starts. In a process group of its own, like a part. */
export function startPreparer(env: NodeJS.ProcessEnv): Preparer {
  const child = fork(PROGRAM, [PREPARE_COMMAND], {
    env,
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('error', () => {});
  const ask = async (preparation: Preparation) => await askChild(child, preparation);
  return {
    checkQueue: async () => void (await ask({ type: 'checkQueue' })),
    prepareDatabase: async (input) => {
      const { money } = await ask({ type: 'prepareDatabase', input });
      return money ?? { wechat: 'none', alipay: 'none' };
    },
    end: () => void child.kill('SIGKILL'),
  };
}

async function askChild(child: ChildProcess, preparation: Preparation): Promise<Prepared> {
  const ended = exitOf(child).then((how): never => {
    throw new StartError(`the preparation of the database ended (${how}), see its message above`);
  });
  // Also when it ends after its answer, and nobody waits any more.
  ended.catch(() => undefined);
  const answered = once(child, 'message') as Promise<[Prepared]>;
  child.send(preparation, () => undefined);
  const [prepared] = await Promise.race([answered, ended]);
  const { message, isForPeople } = prepared;
  if (message === null) return prepared;
  throw isForPeople ? new StartError(message) : new Error(message);
}
