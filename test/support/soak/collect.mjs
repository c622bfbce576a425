// Preloaded (--import) into API and worker: collects everything that nobody holds when a test asks for it over IPC,
// and answers how much is left on the heap, bytes.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('message', (message) => {
  if (message?.type !== 'collect') return;
  // Twice: what the first round finalised is free only after the second.
  collect();
  collect();
  process.send?.({ type: 'collected', heapUsed: process.memoryUsage().heapUsed });
});
// Or a process that has nothing else to do would stay for it.
process.channel?.unref();
