const MAX_KNOWN = 1_000;

/**
 * The same function, which remembers what it answered for the keys of late, a thousand at most. For answers that
 * depend on the key alone and cost more than a read from a map; what it throws is not remembered.
 */
export function remember<Key, Answer>(work: (key: Key) => Answer): (key: Key) => Answer {
  const known = new Map<Key, Answer>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= MAX_KNOWN) known.clear();
    const answer = work(key);
    known.set(key, answer);
    return answer;
  };
}
