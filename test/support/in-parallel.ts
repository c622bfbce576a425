/** Does `work` for 0 to `count - 1`, `atOnce` of them at any time, and answers what each came to. */
export async function inParallel<T>(
  atOnce: number,
  count: number,
  work: (at: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const at = next;
      next += 1;
      results[at] = await work(at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
