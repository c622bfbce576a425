import { type Grade, gradeOf } from '@payserver/connector-check/grade';
import { checkConnector, MODULES } from '@payserver/connector-check/run';
import type { Target } from '@payserver/connector-check/target';

/** How many modules run at once: most of what they do is waiting. */
const LANES = 10;
/** They read all answers that came before. */
const LAST: ReadonlySet<string> = new Set(['http.plain', 'secret.echo']);

/** What every honest connector gets. */
export const GRADE_A: Certificate = { grade: 'A', failed: [] };

interface Certificate {
  readonly grade: Grade;
  /** module and reason */
  readonly failed: readonly string[];
}

/** Grades a connector by everything but restarts, several modules at once. */
export async function certify(target: Target): Promise<Certificate> {
  const modules = MODULES.filter(({ id }) => !isRestart(id) && !LAST.has(id));
  const last = MODULES.filter(({ id }) => LAST.has(id));
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    modules.filter((_module, at) => at % LANES === lane),
  );
  const verdicts = await Promise.all(
    lanes.map(async (lane) => await checkConnector(target, [...lane, ...last])),
  );
  return certificateOf(verdicts.flat());
}

/** Grades it by its restarts, one after the other: each of them is in the way of whatever else runs. */
export async function certifyRestarts(target: Target): Promise<Certificate> {
  const modules = MODULES.filter(({ id }) => isRestart(id));
  return certificateOf(await checkConnector(target, modules));
}

function certificateOf(verdicts: Awaited<ReturnType<typeof checkConnector>>): Certificate {
  const failed = verdicts.filter(({ result }) => result === 'failed');
  return { grade: gradeOf(verdicts), failed: failed.map(({ id, reason }) => `${id}: ${reason}`) };
}

function isRestart(id: string): boolean {
  return id.startsWith('restart.');
}
