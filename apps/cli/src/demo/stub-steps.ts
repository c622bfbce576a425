import type { Demo, DemoStep } from './demo.ts';
import type { DemoMode } from './open-modes.ts';
import { providerOf, stubTrade } from './stubs.ts';
import { payOnce, refundOnce } from './trade.ts';

/** 1,200 yuan: the providers ask for the password above 1,000. */
const WITH_PASSWORD = 120_000;

/** A payment that the customer confirms on the phone, and its refund. Nothing of modes that no stub serves. */
export async function stubSteps(demo: Demo, mode: DemoMode) {
  const provider = providerOf(mode);
  const { stubs } = demo;
  if (provider === null || stubs === null) return [];
  const { step, order } = await payOnce(demo, {
    ...{ what: 'pay, password on the phone', mode, amount: WITH_PASSWORD, ...stubTrade(mode) },
    isAsync: true,
    customer: async (asked) => await stubs.approve(provider, asked),
  });
  const steps: DemoStep[] = [step];
  if (order === null) return steps;
  const refund = { what: 'refund of all', mode, amount: WITH_PASSWORD };
  return [...steps, (await refundOnce(demo, refund, order)).step];
}
