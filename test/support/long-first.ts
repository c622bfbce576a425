import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take long, the longest first. A fresh clone does not know how long a file took the last time, and
 * one of these that began last would leave the other workers with nothing to do.
 */
const LONG = [
  'model/sequences',
  'faults/crash-points',
  'faults/random',
  'faults/recovery',
  'flow/permutations',
  'security/fuzz',
  'worker/soak',
  'security/slow-connections',
  'faults/rolling-restart',
  'faults/races',
  'faults/hung-connector',
  'faults/bad-connectors',
  'security/raw-messages',
  'plans/statements',
  'security/canaries',
  'console-ui/screens',
  'console-ui/states',
  'security/audit',
  'worker/template-moves',
  'connectors/alipay-crashes',
  'connectors/wechat-crashes',
  'connectors/wechat-certified',
  'connectors/alipay-certified',
  'connectors/with-stubs',
  'connector-kit/certified',
  'connector-kit/crash-points',
  'connectors/wechat-pays',
  'connectors/alipay-random',
  'flow/npm-start',
  'flow/shutdown',
  'connector-check/check',
  'flow/redis-servers',
  'api/streams',
  'accounts/process-crashes',
  'accounts/admin-fuzz',
  'accounts/check-command',
];

/** Runs one project after the other without a pause between them, and in each what takes long before the rest. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const byProject = (a: TestSpecification, b: TestSpecification) =>
      a.project.name.localeCompare(b.project.name);
    return sorted.toSorted((a, b) => byProject(a, b) || rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return rank === -1 ? LONG.length : rank;
}
