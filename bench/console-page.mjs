// What bench:console runs inside the page: each function is sent there as its text and can use nothing around it.

/** When the page showed anything first, ms after it was asked for. */
export function readPaint() {
  return new Promise((resolve) => {
    const paints = new PerformanceObserver((list) => {
      const [first] = list.getEntriesByName('first-contentful-paint');
      if (first !== undefined) resolve(first.startTime);
    });
    paints.observe({ type: 'paint', buffered: true });
  });
}

/** How many rows the list has loaded, by the place of its last one: the heading has the first. */
export function readRowCount() {
  const last = [...document.querySelectorAll('[role=row][aria-rowindex]')].at(-1);
  return Number(last?.getAttribute('aria-rowindex')) - 1;
}

/** Lets the list load on whenever it can; true once it has so many rows. Its end is where its button is. */
export function loadMore([rows, label]) {
  const last = [...document.querySelectorAll('[role=row][aria-rowindex]')].at(-1);
  if (Number(last?.getAttribute('aria-rowindex')) > rows) return true;
  for (let one = document.querySelector('[role=table]'); one !== null; one = one.parentElement)
    if (one.scrollHeight > one.clientHeight) one.scrollTop = one.scrollHeight;
  const buttons = [...document.querySelectorAll('main button:enabled')];
  buttons.find(({ textContent }) => textContent === label)?.click();
  return false;
}

/** Begins to write down long tasks, and the time between frames. */
export function startTaskLog() {
  const log = { tasks: [], frames: [], last: performance.now() };
  window.benchLog = log;
  const note = (list) => log.tasks.push(...list.getEntries().map(({ duration }) => duration));
  new PerformanceObserver(note).observe({ type: 'longtask' });
  const frame = (now) => {
    log.frames.push(now - log.last);
    log.last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** What was written down: tasks over 50 ms, ms. */
export function takeTasks() {
  const { tasks, frames } = window.benchLog;
  const sorted = frames.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  return { longTasks: tasks, frames: { count: frames.length, p99 } };
}
