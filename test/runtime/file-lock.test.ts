import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireFileLock } from '@payserver/shared/runtime/file-lock';
import { identifyProcess } from '@payserver/shared/runtime/process-identity';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let dir = '';
const lockPath = () => join(dir, 'lock');
const acquire = async () => await acquireFileLock(lockPath(), 'the test directory');

/** Leaves the lock as a real process would that was killed with SIGKILL. */
async function leaveLockOf(child: { pid: number; startedAt: string }): Promise<void> {
  await writeFile(lockPath(), JSON.stringify({ ...child, nonce: 'left behind' }));
}

async function runningProcess() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const identity = await identifyProcess(child.pid ?? 0);
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { identity, kill };
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payserver-lock-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

describe('a file lock', () => {
  test('is refused while its owner runs, in one line with its pid', async () => {
    const owner = await runningProcess();
    await leaveLockOf(owner.identity);
    await expect(acquire()).rejects.toThrow(
      `the test directory is in use by a running gateway (pid ${owner.identity.pid})`,
    );
    await owner.kill();
  });

  test('is taken over at once when its owner was killed', async () => {
    const owner = await runningProcess();
    await leaveLockOf(owner.identity);
    await owner.kill();
    const lock = await acquire();
    await lock.release();
    expect(await readdir(dir)).toEqual([]);
  });

  test('is taken over when another process has the pid of its owner', async () => {
    const other = await runningProcess();
    await leaveLockOf({ ...other.identity, startedAt: 'an earlier boot' });
    await expect(acquire()).resolves.toBeDefined();
    await other.kill();
  });

  test('is taken over when a full disk left it empty', async () => {
    await writeFile(lockPath(), '');
    await expect(acquire()).resolves.toBeDefined();
  });

  test('goes to exactly one of many who find a stale one at the same moment', async () => {
    const owner = await runningProcess();
    await owner.kill();
    for (let round = 0; round < 20; round += 1) {
      await leaveLockOf(owner.identity);
      const results = await Promise.allSettled(Array.from({ length: 20 }, acquire));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await readdir(dir)).toEqual(['lock']);
    }
  });

  test('is not taken past another that starts at this moment, however slow that one is', async () => {
    const slow = await runningProcess();
    const wish = { ...slow.identity, nonce: '0' };
    await writeFile(`${lockPath()}.wish-0`, JSON.stringify(wish));
    const taken = acquire();
    const isTaken = await Promise.race([taken.then(() => true), sleep(300, false)]);
    expect(isTaken).toBe(false);
    await slow.kill();
    await expect(taken).resolves.toBeDefined();
    expect(await readdir(dir)).toEqual(['lock']);
  });

  test('can be taken again after its release, which may be repeated', async () => {
    const first = await acquire();
    await first.release();
    const second = await acquire();
    await first.release();
    await expect(acquire()).rejects.toThrow('in use');
    await second.release();
  });
});
