// Preloaded into API and worker (`node --import`): answers over IPC in which modules a function was called since the
// last question.
import { Session } from 'node:inspector/promises';
import process from 'node:process';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

process.on('message', ({ type }) => {
  if (type === 'takeCalled') void answer();
});

async function answer() {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const urls = result
    .filter(({ url }) => url.startsWith('file:') && !url.includes('/node_modules/'))
    .filter(({ functions }) => functions.some(isCalled))
    .map(({ url }) => url);
  process.send({ type: 'called', urls });
}

/** The first range of a module begins at 0: that is its own top level. */
function isCalled({ ranges: [{ startOffset, count }] }) {
  return startOffset > 0 && count > 0;
}
