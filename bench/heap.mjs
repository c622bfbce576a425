// Preloaded (--import) into API and worker: leaves in a file of HEAP_IN what the process holds on its heap, once a
// second and after each full collection, which tells what is really in use.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, PerformanceObserver } from 'node:perf_hooks';

const file = join(process.env.HEAP_IN ?? '.', `${process.pid}.json`);
let afterCollection = 0;
const write = () => {
  const { heapUsed } = process.memoryUsage();
  writeFileSync(file, JSON.stringify({ heapUsed, afterCollection }));
};
new PerformanceObserver((list) => {
  const kinds = list.getEntries().map(({ detail }) => detail.kind);
  if (!kinds.includes(constants.NODE_PERFORMANCE_GC_MAJOR)) return;
  afterCollection = process.memoryUsage().heapUsed;
}).observe({ entryTypes: ['gc'] });
setInterval(write, 1_000).unref();
