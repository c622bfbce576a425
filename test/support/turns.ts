/** Gives each caller one of these for itself, and lets whoever comes while all are in use wait for its turn. */
export function takeTurns<T>(all: readonly T[]): <R>(use: (one: T) => Promise<R>) => Promise<R> {
  const free = [...all];
  const waiting: ((one: T) => void)[] = [];
  return async (use) => {
    const one =
      free.pop() ??
      (await new Promise<T>((resolve) => {
        waiting.push(resolve);
      }));
    return await use(one).finally(() => {
      const next = waiting.shift();
      if (next === undefined) free.push(one);
      else next(one);
    });
  };
}
