import { readConfig } from '@payserver/shared/runtime/config';
import { createLogger } from '@payserver/shared/runtime/logger';
import { isForPeople } from '@payserver/shared/runtime/start-part';
import { checkQueue, prepareDatabase } from './prepare.ts';
import type { Preparation, Prepared } from './preparer.ts';

/** Does what its supervisor asks, one thing at a time, and ends with it. Only for a process that has one. */
export function runPreparations(): void {
  const config = readConfig();
  const log = createLogger('supervisor', config.LOG_LEVEL);
  const prepare = async (preparation: Preparation): Promise<Prepared> => {
    try {
      const done = { message: null, isForPeople: false };
      if (preparation.type === 'prepareDatabase') {
        return { ...done, money: await prepareDatabase({ log }, preparation.input) };
      }
      await checkQueue({ log }, config);
      return done;
    } catch (error) {
      return { message: messageOf(error), isForPeople: isForPeople(error) };
    }
  };
  process.once('disconnect', () => process.exit(1));
  process.on('message', (preparation) => {
    void prepare(preparation as Preparation).then((prepared) => process.send?.(prepared));
  });
}

/** Of what a person cannot mend, the stack alone helps. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isForPeople(error) ? error.message : (error.stack ?? error.message);
}
