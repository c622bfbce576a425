/** One figure of notifications. */
export interface NotifyFigure {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  /** what it is to be at least, or at most, in the same unit */
  readonly goal: number;
  readonly isLeast: boolean;
  /** what it was measured with */
  readonly how: string;
}

const WHOLE_FROM = 100;

/** Prints one line a figure, with what it is of its goal. */
export function printFigures(figures: readonly NotifyFigure[]): void {
  console.log('| figure | measured | goal | measured / goal | reached | how |');
  console.log('|---|---|---|---|---|---|');
  for (const { what, figure, unit, goal, isLeast, how } of figures) {
    const isReached = isLeast ? figure >= goal : figure <= goal;
    const bound = `${isLeast ? '≥' : '≤'} ${goal} ${unit}`;
    console.log(
      `| ${what} | ${shown(figure)} ${unit} | ${bound} | ${(figure / goal).toFixed(2)} | ${isReached ? 'yes' : 'no'} | ${how} |`,
    );
  }
}

/** A figure of four digits or more has no fraction. */
export function shown(figure: number): string {
  return figure >= WHOLE_FROM ? figure.toFixed(0) : figure.toFixed(2);
}
