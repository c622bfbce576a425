import type { Row } from '../journal/row.ts';
import type { Kit } from './kit.ts';

/** Another process may move it, which nothing here hears of. */
const POLL_MS = 100;

/** The operation as it is once this process has moved it, or a moment later. */
export async function waitForMove(kit: Kit, row: Row): Promise<Row> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      kit.moves.off(row.tractionNo, done);
      resolve();
    };
    const timer = setTimeout(done, POLL_MS);
    kit.moves.once(row.tractionNo, done);
  });
  return (await kit.journal.find(row.tractionNo)) ?? row;
}
