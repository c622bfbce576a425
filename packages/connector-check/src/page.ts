import type { Grade } from './grade.ts';
import { STYLE } from './page-style.ts';
import { lineOf, type Report } from './report.ts';
import type { Verdict } from './run.ts';

const MEANS: Readonly<Record<Grade, string>> = {
  A: 'Everything that was tried passed.',
  B: 'What it must do it does. Something that it should do failed, or could not be tried.',
  C: 'No money is at risk, but something that it must do failed.',
  F: 'Money can be lost or taken twice. Do not use it.',
};

const WEIGHTS: Readonly<Record<Verdict['weight'], string>> = {
  money: 'protects money',
  must: 'required',
  should: 'recommended',
};

const RESULTS: Readonly<Record<Verdict['result'], string>> = {
  passed: '✓ passed',
  failed: '✗ failed',
  skipped: '– not tried',
};

/** By what an id begins with, in the order of a run. */
const GROUPS: Readonly<Record<string, string>> = {
  pay: 'Payments',
  idem: 'Repeated payments',
  query: 'Queries',
  cancel: 'Cancellations',
  refund: 'Refunds',
  notice: 'Notices',
  restart: 'Killed and started again',
  sign: 'Signatures',
  load: 'Load',
  http: 'HTTP',
  secret: 'Secrets',
  env: 'Setting up a merchant',
};

const PROFILES: Readonly<Record<Report['connector']['profile'], string>> = {
  sync: 'sync: it answers, and is queried',
  async: 'async: it sends notices too',
  once: 'once: nothing is posted to it twice',
};

const groupOf = ({ id }: Verdict) => GROUPS[id.split('.')[0] ?? ''] ?? 'Others';
const RANKS: ReadonlyArray<Verdict['weight']> = ['money', 'must', 'should'];

/** One page for people, in light and dark and on paper, that needs nothing else. */
export function htmlOf(report: Report): string {
  const { connector, grade, modules } = report;
  const groups = [...new Set(modules.map(groupOf))];
  const tables = groups.map((group) =>
    tableOf(
      group,
      modules.filter((one) => groupOf(one) === group),
    ),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escape(lineOf(report))}</title><style>${STYLE}</style></head><body><main>
<header class="${grade}"><span class="grade">${grade}</span><div><h1>Conformance of a payment connector</h1>
<p class="url">${escape(connector.payUrl)}</p><p>${MEANS[grade]}</p></div></header>
${factsOf(report)}
${failuresOf(modules)}
${gapsOf(modules)}
<h2>All that was tried</h2>
${tables.join('\n')}
<footer>Made by <code>payserver-connector check</code>, which plays the gateway against a connector and its test
account. It sees what the connector says, not the provider’s books.</footer>
</main></body></html>
`;
}

function factsOf({ connector, counts, at }: Report): string {
  const { passed, failed, skipped } = counts;
  const facts = [
    ['tried', `${passed} passed, ${failed} failed, ${skipped} not tried`],
    ['offers', ['payUrl', ...connector.has].join(', ')],
    ['profile', PROFILES[connector.profile]],
    ['checked', `${at.slice(0, 16).replace('T', ' ')} UTC`],
  ];
  return `<dl>${facts.map(([name, value = '']) => `<dt>${name}</dt><dd>${escape(value)}</dd>`).join('')}</dl>`;
}

/** The worst first. */
function failuresOf(modules: readonly Verdict[]): string {
  const failed = RANKS.flatMap((rank) =>
    modules.filter(({ result, weight }) => result === 'failed' && weight === rank),
  );
  if (failed.length === 0) return '';
  const cards = failed.map(
    ({ id, about, why, weight, reason }) => `<article class="${weight}">
<h3>${asCode(about)}</h3><p class="reason"><b>What it did:</b> ${asCode(reason)}</p>
<p><b>What that means:</b> ${asCode(why)}</p><p class="tag">${WEIGHTS[weight]} · <code>${escape(id)}</code></p></article>`,
  );
  return `<h2>What failed</h2>\n${cards.join('\n')}`;
}

/** Why something was not tried, and how much of it. */
function gapsOf(modules: readonly Verdict[]): string {
  const skipped = modules.filter(({ result }) => result === 'skipped');
  if (skipped.length === 0) return '';
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  const items = reasons.map((reason) => {
    const ids = skipped.filter((one) => one.reason === reason).map(({ id }) => id);
    return `<li>${asCode(reason)}: <code>${escape(ids.join(', '))}</code></li>`;
  });
  return `<h2>What was not tried</h2><ul>${items.join('')}</ul>`;
}

function tableOf(group: string, modules: readonly Verdict[]): string {
  const rows = modules.map(
    ({ id, about, weight, result, reason, ms }) => `<tr class="${result}">
<td class="what">${asCode(about)}${result === 'skipped' ? `<p>Not tried: ${asCode(reason)}.</p>` : ''}
<p class="tag">${WEIGHTS[weight]} · <code>${escape(id)}</code>${result === 'skipped' ? '' : ` · ${timeOf(ms)}`}</p></td>
<td class="result">${RESULTS[result]}</td></tr>`,
  );
  return `<h3>${group}</h3><table><tbody>
${rows.join('\n')}
</tbody></table>`;
}

function timeOf(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** Text whose `words between backticks` are code. */
function asCode(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}
