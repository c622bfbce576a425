// Preloaded into API and worker (`node --import`): answers over IPC which functions were called since the last question.
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
  const calls = result
    .filter(({ url }) => url.startsWith('file:') && !url.includes('/node_modules/'))
    .flatMap(({ url, functions }) => functions.filter(isCalled).map((one) => callOf(url, one)));
  process.send({ type: 'called', calls });
}

/** The first range of a module begins at 0: that is its own top level. */
function isCalled({ ranges: [{ startOffset, count }] }) {
  return startOffset > 0 && count > 0;
}

function callOf(url, { ranges: [{ startOffset }] }) {
  return { url, startOffset };
}
