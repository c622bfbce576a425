import { findFreePort } from '@payserver/shared/runtime/free-port';
import { serveMetrics } from '@payserver/shared/runtime/metrics-page';
import { expect, onTestFinished, test } from 'vitest';
import { askForMetrics, readMetrics } from '../support/metrics.ts';
import { SILENT_LOG } from '../support/silent-log.ts';

/** A page whose text is what `render` answers to how often it was asked. */
async function openPage(render: (count: number) => string) {
  let renders = 0;
  const port = await findFreePort();
  const settings = { METRICS_HOST: '127.0.0.1', METRICS_PORT: port, METRICS_TOKEN: '' };
  const source = {
    contentType: 'text/plain',
    async metrics() {
      renders += 1;
      return render(renders);
    },
  };
  const page = await serveMetrics(settings, { log: SILENT_LOG, source });
  onTestFinished(async () => await page?.stop());
  return { port, page, renders: () => renders };
}

test('all who ask within a second share one text, and who asks later has a new one', async () => {
  const { port, renders } = await openPage((count) => `of ${count}`);
  const ask = async () => await (await askForMetrics(port)).text();
  const answers = await Promise.all(Array.from({ length: 20 }, ask));
  expect([new Set(answers), renders()]).toEqual([new Set(['of 1']), 1]);
  await expect.poll(ask, { timeout: 5_000 }).toBe('of 2');
});

test('a page that cannot be written is a 500 for who asks then, and for nobody later', async () => {
  const { port } = await openPage((count) => {
    if (count === 1) throw new Error('a canary of the inside');
    return 'fine';
  });
  const failed = await askForMetrics(port);
  expect([failed.status, await failed.text()]).toEqual([500, '']);
  expect(await (await askForMetrics(port)).text()).toBe('fine');
});

test('port 0: there is none', async () => {
  const settings = { METRICS_HOST: '127.0.0.1', METRICS_PORT: 0, METRICS_TOKEN: '' };
  const source = { contentType: 'text/plain', metrics: async () => '' };
  expect(await serveMetrics(settings, { log: SILENT_LOG, source })).toBeNull();
});

test('a page that was stopped has given its port back, also with a reader that stays connected', async () => {
  const { port, page } = await openPage(() => 'fine');
  await askForMetrics(port);
  await page?.stop();
  await expect(askForMetrics(port)).rejects.toThrow('fetch failed');
});

const HEAD = '# HELP a_total what\n# TYPE a_total counter\n';
test.each([
  ['an end', 'the last line does not end', `${HEAD}a_total 1`],
  ['a TYPE', 'not of the family', 'a_total 1\n'],
  ['a HELP', 'no HELP before it', '# TYPE a_total counter\na_total 1\n'],
  ['one line for a series', 'a series twice', `${HEAD}a_total{b="1"} 1\na_total{b="1"} 1\n`],
  ['one family of a name', 'a family twice', `${HEAD}a_total 1\n${HEAD}a_total{b="1"} 1\n`],
  ['_total', 'a wrong name', '# HELP a what\n# TYPE a counter\na 1\n'],
  ['samples of its own', 'not of the family', `${HEAD}b_total 1\n`],
  ['quoted labels', 'a wrong label', `${HEAD}a_total{b=1} 1\n`],
  ['numbers', 'no sample', `${HEAD}a_total many\n`],
  [
    'rising buckets',
    'fewer than in a smaller bucket',
    '# HELP a what\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n',
  ],
  [
    'a count',
    'buckets do not add up',
    '# HELP a what\n# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum 1\na_count 2\n',
  ],
])('the reader of pages in tests refuses one without %s', (_what, message, text) => {
  expect(() => readMetrics(text)).toThrow(message);
});
