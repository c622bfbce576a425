/** A page of metrics that was read: the value of each series, by its name and its labels in the order of their names. */
export type MetricsPage = ReadonlyMap<string, number>;

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HELP = new RegExp(`^# HELP (${NAME}) ((?:[^\\\\\\n]|\\\\\\\\|\\\\n)*)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`);
const SAMPLE = new RegExp(
  `^(${NAME})(?:\\{([^}]*)\\})? (NaN|[+-]Inf|-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)$`,
);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"$/;

interface Family {
  readonly name: string;
  readonly type: string;
}

/**
 * Reads a page in the text format 0.0.4 of Prometheus, more strictly than Prometheus does: each family once, with HELP
 * and TYPE before its samples, no series twice, counters that end in `_total`, histograms whose buckets add up.
 *
 * @throws {Error} the line that is wrong, and why
 */
export function readMetrics(text: string): MetricsPage {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const series = new Map<string, number>();
  const families = new Set<string>();
  let family: Family = { name: '', type: '' };
  let helped = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const help = HELP.exec(line)?.[1];
    const type = TYPE.exec(line);
    if (help !== undefined) helped = help;
    else if (type === null) readSample(line, family, series);
    else family = readType(line, helped, families);
  }
  checkHistograms(series);
  return series;
}

function readType(line: string, helped: string, families: Set<string>): Family {
  const [, name = '', type = ''] = TYPE.exec(line) ?? [];
  if (name !== helped) throw new Error(`no HELP before it: ${line}`);
  if (families.has(name)) throw new Error(`a family twice: ${line}`);
  if ((type === 'counter') !== name.endsWith('_total')) throw new Error(`a wrong name: ${line}`);
  families.add(name);
  return { name, type };
}

function readSample(line: string, { name, type }: Family, series: Map<string, number>): void {
  const [, sample = '', labels, value = ''] = SAMPLE.exec(line) ?? [];
  if (sample === '') throw new Error(`no sample: ${line}`);
  const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
  if (!suffixes.some((suffix) => sample === `${name}${suffix}`)) {
    throw new Error(`not of the family ${name}: ${line}`);
  }
  const key = seriesKey(sample, readLabels(line, labels));
  if (series.has(key)) throw new Error(`a series twice: ${line}`);
  series.set(key, Number(value.replace('Inf', 'Infinity')));
}

function readLabels(line: string, labels = ''): Record<string, string> {
  const read: Record<string, string> = {};
  if (labels === '') return read;
  for (const text of labels.split(',')) {
    const [, name = '', value = ''] = LABEL.exec(text) ?? [];
    if (name === '' || name in read) throw new Error(`a wrong label: ${line}`);
    read[name] = value;
  }
  return read;
}

function seriesKey(name: string, labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${name}{${sorted.map(([label, value]) => `${label}="${value}"`).join(',')}}`;
}

/** Buckets of a histogram, each in the order of the page, rise to its count. */
function checkHistograms(series: MetricsPage): void {
  const last = new Map<string, number>();
  for (const [key, value] of series) {
    const of = key.replace(/,?le="[^"]*"/, '').replace('{,', '{');
    if (of === key) continue;
    if (value < (last.get(of) ?? 0)) throw new Error(`fewer than in a smaller bucket: ${key}`);
    last.set(of, value);
  }
  for (const [bucket, value] of last) {
    const count = bucket.replace('_bucket{', '_count{');
    if (series.get(count) !== value) throw new Error(`buckets do not add up: ${count}`);
  }
}

/** The series of this name and labels, of a worker; undefined: the page has no such line. */
export function metric(
  page: MetricsPage,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  return page.get(seriesKey(`payserver_${name}`, { part: 'worker', ...labels }));
}

/** Asks for a page of metrics, with this bearer where there is one. */
export async function askForMetrics(port: number, token?: string): Promise<Response> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
}
