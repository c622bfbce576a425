/**
 * This work, never twice at the same time: who asks for it meanwhile waits for one more run, which begins after the
 * question.
 *
 * @throws what a run throws, to all who wait for it
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let isWanted = false;
  const run = async () => {
    try {
      while (isWanted) {
        isWanted = false;
        await work();
      }
    } finally {
      running = undefined;
    }
  };
  return async () => {
    isWanted = true;
    running ??= run();
    await running;
  };
}
