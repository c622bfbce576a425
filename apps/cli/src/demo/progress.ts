import { Presets, SingleBar } from 'cli-progress';

/** Shows how far something is. */
export interface Progress {
  show(done: number): void;
  end(): void;
}

const QUARTERS = 4;

/** A bar at a terminal; where the output is a file or a pipe, a plain line for every quarter. */
export function startProgress(total: number): Progress {
  return process.stdout.isTTY ? bar(total) : lines(total);
}

function bar(total: number): Progress {
  const format = '{bar} {value} of {total} settled, {duration_formatted}';
  const single = new SingleBar(
    { format, hideCursor: true, stream: process.stdout },
    Presets.shades_classic,
  );
  single.start(total, 0);
  return { show: (done) => single.update(done), end: () => single.stop() };
}

function lines(total: number): Progress {
  let said = 0;
  return {
    show(done) {
      const quarter = total === 0 ? 0 : Math.floor((QUARTERS * done) / total);
      if (quarter > said) process.stdout.write(`${done} of ${total} settled\n`);
      said = Math.max(said, quarter);
    },
    end() {},
  };
}
