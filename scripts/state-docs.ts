// Draws both state machines of packages/shared/src/domain/statuses.ts into docs/states.md and its Chinese twin, so that
// neither can show an edge that the code does not take. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Edge, PAY_EDGES, REFUND_EDGES } from '@payserver/shared/domain/statuses';

const ROOT = join(import.meta.dirname, '..');
const FILES = ['docs/states.md', 'docs/states.zh.md'];
const MACHINES: ReadonlyArray<readonly [string, readonly Edge<string>[]]> = [
  ['payment', PAY_EDGES],
  ['refund', REFUND_EDGES],
];

const stale = FILES.map((file) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return { file, text, wanted: MACHINES.reduce(withMachine, text) };
}).filter(({ text, wanted }) => text !== wanted);

if (process.argv.includes('--check')) {
  for (const { file } of stale) console.error(`${file} is out of date: run "npm run state-docs"`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { file, wanted } of stale) writeFileSync(join(ROOT, file), wanted);
}

function withMachine(text: string, [name, edges]: (typeof MACHINES)[number]): string {
  const begin = `<!-- ${name}: written by \`npm run state-docs\` -->`;
  const end = `<!-- end of ${name} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`needed are the lines ${begin} and ${end}`);
  const diagram = ['```mermaid', 'stateDiagram-v2', ...edges.map(arrow), '```'].join('\n');
  return `${text.slice(0, from)}${begin}\n${diagram}\n${text.slice(to)}`;
}

/** `[*]` is where a machine begins. A status that leads to itself is drawn as a loop. */
function arrow({ from, event, to }: Edge<string>): string {
  return `  ${from ?? '[*]'} --> ${to}: ${event}`;
}
