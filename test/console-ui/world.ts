import type { Browser } from 'playwright-core';
import { findBrowser, startBrowser } from '../support/browser.ts';
import { type Appearance, type ConsoleWindow, openWindow } from '../support/console-browser.ts';
import { type ConsoleShop, fillConsoleShop } from '../support/console-shop.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { testServers } from '../support/shared-gateway.ts';
import { signToken } from '../support/sign-token.ts';

/** The browser of this machine; null: nothing here can run. */
export const EXECUTABLE = findBrowser();

/** A browser on two busy cores takes its time. */
export const PATIENCE_MS = 120_000;

type Role = 'merchant' | 'view' | 'support' | 'operate' | 'admin';

/** A token of this role: of the merchant that it names, else of all. */
export async function tokenOf(
  role: Role,
  merchantUUID = '',
  sub = `${role}-of-tests`,
): Promise<string> {
  const who = { sub, merchantUUID };
  return await signToken(role === 'merchant' ? who : { ...who, scope: `payserver:${role}` });
}

/** A gateway of its own with a console, a browser, and windows of it. */
export interface World {
  readonly gateway: Gateway;
  readonly browser: Browser;
  /** Opens a window for this role; it closes with the world. */
  enter(token: string | null, appearance?: Appearance): Promise<ConsoleWindow>;
  stop(): Promise<void>;
}

/** The same with a shop that has everything. */
export interface FilledWorld extends World {
  readonly shop: ConsoleShop;
}

export async function openWorld(extraEnv: Record<string, string> = {}): Promise<World> {
  const [gateway, browser] = await Promise.all([
    startGateway(testServers(), { CONSOLE: '1', ...extraEnv }),
    startBrowser(EXECUTABLE ?? ''),
  ]);
  return {
    gateway,
    browser,
    enter: async (token, appearance) =>
      await openWindow(browser, { url: gateway.url, token }, appearance),
    stop: async () => {
      await browser.close();
      await gateway.stop();
    },
  };
}

export async function openFilledWorld(): Promise<FilledWorld> {
  const world = await openWorld();
  const shop = await fillConsoleShop(world.gateway);
  const stop = async () => {
    await shop.stop();
    await world.stop();
  };
  return { ...world, shop, stop };
}
