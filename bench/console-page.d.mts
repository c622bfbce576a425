export function readPaint(): Promise<number>;
export function readRowCount(): number;
export function loadMore(wanted: readonly [rows: number, label: string]): boolean;
export function startTaskLog(): void;
export function takeTasks(): {
  readonly longTasks: readonly number[];
  readonly frames: { readonly count: number; readonly p99: number };
};
