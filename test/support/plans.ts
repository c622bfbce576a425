/** Settings of a PostgreSQL that writes the plan of every statement into its log (its module auto_explain). */
export const EXPLAINING = {
  shared_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_format': 'json',
  log_line_prefix: '%a|',
} as const;

/** The same, with how many rows and blocks each step met; it costs time. */
export const COUNTING = {
  ...EXPLAINING,
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
} as const;

/** How one execution of a statement found its rows. */
export interface ExplainedStatement {
  /** application_name of who said it */
  readonly by: string;
  readonly text: string;
  /** every read of a table: how, and which */
  readonly scans: ReadonlyArray<{ readonly how: string; readonly table: string }>;
  /** rows that were read and were not among those asked for; 0 unless {@link COUNTING} */
  readonly passedOver: number;
  /** that were read, of tables and indexes; 0 unless {@link COUNTING} */
  readonly blocks: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface Explanation {
  readonly 'Query Text': string;
  readonly Plan: PlanNode;
}

const BEGIN = /^(.*)\|LOG:.* plan:$/;

/** Reads the plans out of a log that was written with {@link EXPLAINING}. */
export function explainedIn(log: string): ExplainedStatement[] {
  const lines = log.split('\n');
  return lines.flatMap((line, at) => {
    const by = BEGIN.exec(line)?.[1];
    if (by === undefined) return [];
    const end = lines.findIndex((next, place) => place > at && !next.startsWith('\t'));
    const found = JSON.parse(lines.slice(at + 1, end).join('')) as Explanation;
    const { Plan: plan } = found;
    return [
      {
        by,
        text: found['Query Text'],
        scans: scansOf(plan),
        passedOver: passedOverBy(plan),
        blocks: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0),
      },
    ];
  });
}

function scansOf(node: PlanNode): ExplainedStatement['scans'][number][] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  const { 'Node Type': how, 'Relation Name': table } = node;
  return table !== undefined && how.endsWith('Scan') ? [{ how, table }, ...below] : below;
}

function passedOverBy(node: PlanNode): number {
  const below = (node.Plans ?? []).reduce((sum, plan) => sum + passedOverBy(plan), 0);
  return below + (node['Rows Removed by Filter'] ?? 0);
}
