import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { behaviours } from './behaviours.ts';
import { MOVING } from './modes.ts';
import { officeCommands } from './office-commands.ts';
import {
  moveCommand,
  noticeCommand,
  outsideCommands,
  restartCommand,
  timeCommand,
} from './outside-commands.ts';
import { type Command, payCommands } from './pay-commands.ts';
import { refundCommands } from './refund-commands.ts';
import { readRunSettings, runLanes } from './run-lanes.ts';
import { settleAll } from './settle-all.ts';
import { settleOffices } from './settle-offices.ts';
import { openTheatre, type Theatre } from './stage.ts';
import type { Model } from './world.ts';

const MAX_COMMANDS = 50;
const settings = readRunSettings(process.env);

let theatre: Theatre;
beforeAll(async () => {
  // One lane alone restarts on every command; many lanes would do nothing else.
  theatre = await openTheatre(settings.path === null ? 8 : 1);
});
afterAll(async () => await theatre.stop());

/** Plays sequences of these commands, and answers what went wrong. */
async function play(
  { runs, maxCommands, name }: { runs: number; maxCommands: number; name: string },
  all: fc.Arbitrary<Command>[],
): Promise<string | null> {
  const sequence = (replayPath: string | undefined): fc.Arbitrary<Iterable<Command>> =>
    fc.commands(all, {
      maxCommands,
      size: 'max',
      ...(replayPath !== undefined && { replayPath }),
    });
  let [commands, messages] = [0, 0];
  const report = await runLanes({ ...settings, runs, name }, sequence, async (played) => {
    await theatre.withMerchant(async (real) => {
      const model: Model = { pays: [], refunds: [], offices: [] };
      try {
        await fc.asyncModelRun(() => ({ model, real }), played);
        await settleAll(model, real);
        await settleOffices(model, real);
      } finally {
        for (const { receiver } of model.offices) await receiver.stop();
      }
      commands += [...played].length;
      for (const { receiver } of model.offices) messages += receiver.heard.length;
    });
  });
  const restarts = theatre.stage.restarts.count();
  process.stdout.write(
    `model: ${runs} sequences, ${commands} commands, ${messages} messages, ${restarts} restarts, seed ${settings.seed}\n`,
  );
  return report;
}

test('whatever happens in whatever order, the invariants hold', {
  timeout: 3_600_000,
}, async () => {
  const behaviour = await behaviours(theatre.stage.gateway);
  const all = [...payCommands(behaviour), ...refundCommands(behaviour), ...outsideCommands()];
  const report = await play(
    { runs: settings.runs, maxCommands: MAX_COMMANDS, name: 'whatever happens' },
    all,
  );
  expect(report, report ?? '').toBeNull();
  await theatre.expectAllIsWell();
});

test('wherever templates move while answers are lost, no fen moves twice, at one connector or at two', {
  timeout: 3_600_000,
}, async () => {
  const behaviour = await behaviours(theatre.stage.gateway);
  const move = moveCommand();
  const all = [
    ...payCommands(behaviour, MOVING),
    ...refundCommands(behaviour),
    ...[move, move, move, noticeCommand(), timeCommand()],
  ];
  const report = await play(
    { runs: settings.moves, maxCommands: MAX_COMMANDS / 2, name: 'wherever templates move' },
    all,
  );
  expect(report, report ?? '').toBeNull();
  await theatre.expectAllIsWell();
});

test('whatever a back office does, it hears of every event, of none of others, and twice only after a kill', {
  timeout: 3_600_000,
}, async () => {
  const behaviour = await behaviours(theatre.stage.gateway);
  const [office, restart] = [officeCommands(), restartCommand()];
  const [pay, refund] = [payCommands(behaviour), refundCommands(behaviour)];
  const all = [
    ...[...pay, ...pay, ...refund],
    ...outsideCommands(),
    ...[...office, ...office, restart, restart, restart],
  ];
  const report = await play(
    { runs: settings.offices, maxCommands: MAX_COMMANDS, name: 'whatever a back office does' },
    all,
  );
  expect(report, report ?? '').toBeNull();
  await theatre.expectAllIsWell();
});
