import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node';

interface MissingProject {
  /** Name of the project that cannot run on this machine; null when all can. */
  readonly missing: string | null;
  /** Name of the project that runs the same files, which tells how much is left out. */
  readonly twin: string;
  readonly reason: string;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Ends the output with one plain line, `N passed, N failed` (and `, N skipped` when any), that counts
 * tests which really ran; a file or hook that broke counts as one failure. A project that could not run
 * is named above it and its tests count as skipped; where CI is set that fails the run.
 */
export class ClosingLine implements Reporter {
  readonly #project: MissingProject;
  #asked: readonly string[] = [];

  constructor(project: MissingProject) {
    this.#project = project;
  }

  onInit(vitest: Vitest): void {
    this.#asked = vitest.config.project;
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    const counts: Counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) countModule(module, counts);
    this.#countMissing(modules, counts);
    // A run that failed for a reason of its own, such as no test found, never closes with "0 failed".
    if (reason !== 'passed' && counts.failed === 0) counts.failed = 1;
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  }

  #countMissing(modules: readonly TestModule[], counts: Counts): void {
    const { missing, twin, reason } = this.#project;
    if (missing === null || (this.#asked.length > 0 && !this.#asked.includes(missing))) return;
    const left = modules.filter((module) => module.project.name === twin);
    const tests = left.reduce((sum, module) => sum + [...module.children.allTests()].length, 0);
    if (tests === 0) return;
    const inCi = Boolean(process.env['CI']);
    const what = inCi ? 'a failure, because CI is set' : 'install it and run the tests again';
    const line = `!!! NOT RUN: ${missing}, ${tests} tests: ${reason}; ${what} !!!`;
    const bar = '!'.repeat(line.length);
    process.stdout.write(`\n${bar}\n${line}\n${bar}\n\n`);
    counts.skipped += tests;
    if (!inCi) return;
    counts.failed += 1;
    process.exitCode = 1;
  }
}

function countModule(module: TestModule, counts: Counts): void {
  counts.failed += module.errors().length;
  for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') counts.passed += 1;
    else if (state === 'failed') counts.failed += 1;
    else counts.skipped += 1;
  }
}
