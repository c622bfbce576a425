import type { Hop } from './hop.ts';

/** Let PostgreSQL write down each statement with its time. Not for measuring: it costs what it writes. */
export const LOG_SETTINGS = { log_min_duration_statement: '0', log_line_prefix: '%n|%a|%p|' };

const LINE =
  /^(\d+\.\d+)\|([^|]*)\|(\d+)\|LOG: {2}duration: ([\d.]+) ms {2}(parse|bind|execute|statement)(?: ([^:]*))?: (.*)/;
const SHOWN = 60;
const MS_PER_S = 1_000;

/**
 * The statements of a log. One begins with its parsing or binding and ends with its execution; what its commit takes
 * after that no line tells.
 */
export function readStatements(log: string): Hop[] {
  const startedAt = new Map<string, number>();
  return log.split('\n').flatMap((line) => {
    const found = LINE.exec(line);
    if (found === null) return [];
    const [, time, by = '', pid = '', duration, phase, name = '', text = ''] = found;
    const endedAt = Number(time) * MS_PER_S;
    const at = startedAt.get(pid) ?? endedAt - Number(duration);
    if (phase === 'parse' || phase === 'bind') {
      startedAt.set(pid, at);
      return [];
    }
    startedAt.delete(pid);
    return [{ by, name: nameOf(name, text), at, tookMs: endedAt - at }];
  });
}

/** A prepared statement's own name, otherwise how its text begins: BullMQ's with what they do. */
function nameOf(name: string, text: string): string {
  if (name !== '' && name !== '<unnamed>') return name.split('/')[0] ?? name;
  return text.replace(/^-- /, '').slice(0, SHOWN).replaceAll('|', ' ');
}
