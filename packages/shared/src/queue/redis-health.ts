import type { Redis } from 'ioredis';
import { away, type QueueProblem } from './engine-parts.ts';

const NEEDED = 'noeviction';
const PROBE_SECONDS = 10;

/** As BullMQ does it: a user may be allowed to write and not to run scripts. */
const WRITE = "return redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])";

/** Whether it takes a write that a script makes, which it forgets after some seconds. */
export async function tryToWriteToRedis(redis: Redis, key: string): Promise<QueueProblem | null> {
  try {
    await redis.eval(WRITE, 1, key, PROBE_SECONDS);
    return null;
  } catch (error) {
    return away(error, 'takes no writes');
  }
}

/**
 * What keeps a Redis from taking jobs, or from keeping them, by what it says of itself (INFO). Null when nothing does.
 * A field that this server does not have says nothing.
 */
export function readInfo(info: string): QueueProblem | null {
  const unsafe = (message: string): QueueProblem => ({ kind: 'unsafe', message });
  const passing = (message: string): QueueProblem => ({ kind: 'away', message });
  const policy = field(info, 'maxmemory_policy') ?? NEEDED;
  if (policy !== NEEDED) {
    return unsafe(`maxmemory-policy is ${policy} and must be ${NEEDED}, or Redis throws jobs away`);
  }
  if (field(info, 'cluster_enabled') === '1') {
    return unsafe(
      'it is a node of a Redis cluster, which cannot hold queues: take one without cluster mode',
    );
  }
  if (field(info, 'loading') === '1') return passing('it is loading its data');
  if (isReplica(info)) return passing('it is a replica, which takes no writes');
  return isFull(info) ? passing('its memory is full (maxmemory)') : null;
}

/** Whether this server only copies another. */
export function isReplica(info: string): boolean {
  return (field(info, 'role') ?? 'master') !== 'master';
}

function isFull(info: string): boolean {
  const bytes = (name: string) => Number(field(info, name) ?? 0);
  const limit = bytes('maxmemory');
  return limit > 0 && bytes('used_memory') - bytes('mem_not_counted_for_evict') >= limit;
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
}
