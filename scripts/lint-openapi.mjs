// Holds docs/openapi.json against the linter's recommended rules; a warning fails it too. A wrapper only
// because the linter takes "send nothing, look for no update" from the environment.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '../node_modules/@redocly/cli/bin/cli.js');
const env = {
  ...process.env,
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
};
const args = [cli, 'lint', 'docs/openapi.json', '--config=redocly.yaml', '--format=json'];
const run = spawnSync(process.execPath, args, {
  cwd: join(import.meta.dirname, '..'),
  env,
  encoding: 'utf8',
});
const { totals, problems } = JSON.parse(run.stdout.slice(run.stdout.indexOf('{')) || 'null') ?? {};
for (const { severity, ruleId, message, location } of (problems ?? []).filter((p) => !p.ignored)) {
  console.error(`${severity} ${ruleId}: ${message} (${location[0]?.pointer})`);
}
console.log(`${totals?.errors ?? 'no'} errors, ${totals?.warnings ?? 'no'} warnings`);
if (run.status !== 0 || totals === undefined) console.error(run.stderr);
process.exitCode = run.status === 0 && totals?.errors === 0 && totals.warnings === 0 ? 0 : 1;
