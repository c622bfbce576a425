import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const MS_PER_TICK = 10;
const KIB_PER_MIB = 1_024;

/** CPU time that these processes have used so far, ms, by name. Children that ended count too. */
export function cpuOf(pids: Readonly<Record<string, number>>): Record<string, number> {
  const children = childrenByParent();
  return mapValues(pids, (pid) => treeOf(pid, children).reduce((sum, { cpuMs }) => sum + cpuMs, 0));
}

/** Resident memory of each process, MiB, without its children. */
export function memoryOf(pids: Readonly<Record<string, number>>): Record<string, number> {
  return mapValues(pids, (pid) => {
    const status = read(`/proc/${pid}/status`);
    return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / KIB_PER_MIB);
  });
}

/** What was used between two samples, for each unit of work. */
export function costPer(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  units: number,
): Record<string, number> {
  return mapValues(after, (used, name) => (used - (before[name] ?? 0)) / Math.max(units, 1));
}

function mapValues(
  values: Readonly<Record<string, number>>,
  change: (value: number, name: string) => number,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(value, name)]),
  );
}

/** A process and its CPU time so far, ms; its children that ended count with it. */
export interface TreeProcess {
  readonly pid: number;
  readonly cpuMs: number;
}

/** A process and all below it. */
export function treeOf(
  pid: number,
  children: ReadonlyMap<number, readonly number[]>,
): TreeProcess[] {
  const fields = statOf(pid);
  // utime, stime, and those of children that ended: fields 14 to 17 of proc(5), the third is the first here.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const below = (children.get(pid) ?? []).flatMap((child) => treeOf(child, children));
  return [{ pid, cpuMs: ticks * MS_PER_TICK }, ...below];
}

/** The processes of this machine by the one that started them. */
export function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(statOf(Number(name))[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

/** The fields after the name, which may hold spaces. */
function statOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .trim()
    .split(' ');
}

/** A process may end while it is read. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
