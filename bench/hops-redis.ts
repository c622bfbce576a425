import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Hop } from './hop.ts';

/** `1339518083.107412 [0 127.0.0.1:60866] "evalsha" "…"`; what a script does stands as `[0 lua]`. */
const LINE = /^(\d+\.\d+) \[\d+ (?!lua)[^\]]+\] "([^"]+)"(?: "([^"]+)")?/;
const MS_PER_S = 1_000;
const require = createRequire(import.meta.url);

/** Writes down each command that this Redis gets, until it is stopped. */
export async function watchRedis(port: number): Promise<{ stop(): Promise<Hop[]> }> {
  const scripts = scriptNames();
  const monitor = spawn('redis-cli', ['-p', String(port), 'monitor'], {
    stdio: ['ignore', 'pipe', 2],
  });
  const said = monitor.stdout;
  if (said === null) throw new Error('redis-cli has no output');
  let output = '';
  said.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await once(said, 'data');
  return {
    async stop() {
      monitor.kill();
      await once(monitor, 'exit');
      return output.split('\n').flatMap((line) => {
        const [, time, command = '', first = ''] = LINE.exec(line) ?? [];
        if (time === undefined) return [];
        const name = scripts.get(first) ?? command.toLowerCase();
        return [{ by: 'redis', name, at: Number(time) * MS_PER_S, tookMs: null }];
      });
    },
  };
}

interface Script {
  readonly name: string;
  readonly content: string;
}

/** What BullMQ calls its scripts, by the hashes that Redis is sent. */
function scriptNames(): ReadonlyMap<string, string> {
  const folder = join(dirname(require.resolve('bullmq')), 'scripts');
  const files = readdirSync(folder).filter((file) => /-\d+\.js$/.test(file));
  const scripts = files.flatMap((file) => {
    const found = require(join(folder, file)) as Record<string, Script>;
    return Object.values(found).filter(({ content }) => typeof content === 'string');
  });
  return new Map(
    scripts.map(({ name, content }) => [createHash('sha1').update(content).digest('hex'), name]),
  );
}
