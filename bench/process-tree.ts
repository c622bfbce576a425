import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { childrenByParent, treeOf } from './process-cost.ts';

/** What one process, or several with one name, holds and has used. */
export interface ProcessUse {
  readonly count: number;
  /** proportional set size, MiB: a page that n processes share counts as 1/n for each */
  readonly pssMib: number;
  /** CPU time so far, ms; its children that ended included */
  readonly cpuMs: number;
}

/** This process and all below it, by what they are. Those that end while they are read are left out. */
export function readTree(root: number): Map<string, ProcessUse> {
  const uses = new Map<string, ProcessUse>();
  for (const { pid, cpuMs } of treeOf(root, childrenByParent())) {
    const pssMib = pssOf(pid);
    if (pssMib === null) continue;
    const name = nameOf(pid);
    const before = uses.get(name) ?? { count: 0, pssMib: 0, cpuMs: 0 };
    uses.set(name, {
      count: before.count + 1,
      pssMib: before.pssMib + pssMib,
      cpuMs: before.cpuMs + cpuMs,
    });
  }
  return uses;
}

const KIB_PER_MIB = 1_024;

/** Proportional set size of a process, MiB; null when it has ended. */
export function pssOf(pid: number): number | null {
  const kib = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  return kib === undefined ? null : Number(kib) / KIB_PER_MIB;
}

/** A part by its folder; PostgreSQL's processes by what their titles say; anything else by its program. */
function nameOf(pid: number): string {
  const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  const title = /^postgres: (.*)/.exec(command)?.[1];
  if (title !== undefined) return `postgres: ${jobOf(title)}`;
  const part = /(?:apps|connectors)\/([\w-]+)\/(?:bin|dist)\//.exec(command)?.[1];
  if (part !== undefined) return part;
  return basename(command.split(' ')[0] ?? '');
}

/** A session's title begins with its role and database, and goes on with an address. */
function jobOf(title: string): string {
  return /\d+\.\d+\.\d+\.\d+\(\d+\)/.test(title) ? 'sessions' : title.replace(/\s+\d+$/, '').trim();
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
