import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import { arrive, axeProblems, type ConsoleWindow } from '../support/console-browser.ts';
import { consoleCode } from '../support/console-code.ts';
import { adminToken } from '../support/tokens.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

/** Chromium's own line about an answer that the page deals with. */
const REFUSED = /^Failed to load resource: the server responded with a status of 40[13] /;
const LIST = '/payments?status=paying&orderBy=createdAt';

describe.skipIf(EXECUTABLE === null)('logging in', { timeout: PATIENCE_MS }, () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  }, PATIENCE_MS);
  afterAll(async () => await world.stop());

  async function visit(token: string | null): Promise<ConsoleWindow> {
    const window = await world.enter(token);
    onTestFinished(async () => await window.close());
    return window;
  }

  const paste = async (page: Page, token: string) => {
    await page.getByLabel(en.login.token, { exact: true }).fill(token);
    await page.getByRole('button', { name: en.login.submit, exact: true }).click();
  };
  const pathOf = (page: Page) => page.url().slice(`${world.gateway.url}/console`.length);
  const complaints = ({ troubles }: ConsoleWindow) =>
    troubles().filter((line) => !REFUSED.test(line));

  test('a link from outside is opened after the log-in; the browser stores no token, and no script reads the session', async () => {
    const window = await visit(null);
    const { page, context } = window;
    await window.open(LIST);
    expect(pathOf(page)).toMatch(/^\/login\?to=/);
    expect(await axeProblems(page)).toEqual([]);
    // As it comes out of a terminal.
    const token = await adminToken();
    await paste(page, ` ${token}\n`);
    await page.getByRole('heading', { level: 1, name: en.nav.payments }).waitFor();
    await arrive(page);
    expect(pathOf(page)).toBe(LIST);
    const stored = await page.evaluate(
      'JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])',
    );
    expect(stored).not.toContain(token.slice(0, 20));
    const cookies = await context.cookies();
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
    expect(stored).not.toContain(cookies[0]?.value);
    expect(JSON.stringify(cookies)).not.toContain(token.slice(0, 20));
    expect(complaints(window)).toEqual([]);
  });

  test('a wrong token is refused in words, and the right one works after it', async () => {
    const window = await visit(null);
    const { page } = window;
    await window.open('/login');
    await paste(page, 'eyJhbGciOiJub25lIn0.e30.');
    await page.getByRole('alert').filter({ hasText: en.login.refused }).waitFor();
    expect(await axeProblems(page)).toEqual([]);
    await paste(page, await adminToken());
    await page.getByRole('heading', { level: 1, name: en.search.homeTitle }).waitFor();
    expect(complaints(window)).toEqual([]);
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'a log-in never leads to another host: %s',
    async (to) => {
      const window = await visit(null);
      await window.open(`/login?to=${encodeURIComponent(to)}`);
      await paste(window.page, await adminToken());
      await window.page.getByRole('heading', { level: 1, name: en.search.homeTitle }).waitFor();
      expect(new URL(window.page.url()).origin).toBe(world.gateway.url);
      expect(complaints(window)).toEqual([]);
    },
  );

  test('a one-time link opens the console and is nowhere afterwards; used again it says how to get another', async () => {
    const window = await visit(null);
    const { page } = window;
    const code = consoleCode();
    await window.open(`/login#code=${code}`);
    await page.getByRole('heading', { level: 1, name: en.search.homeTitle }).waitFor();
    expect(page.url()).toBe(`${world.gateway.url}/console/search`);
    expect(await page.evaluate('JSON.stringify([{...localStorage}, history.state])')).not.toContain(
      code.slice(-20),
    );
    const again = await visit(null);
    await again.open(`/login#code=${code}`);
    await again.page.getByRole('alert').filter({ hasText: en.login.linkUsed }).waitFor();
    await again.page.getByText(en.login.linkUsedHelp).waitFor();
    expect(complaints(window)).toEqual([]);
    expect(complaints(again)).toEqual([]);
  });

  test('a session that is revoked while its page is open ends there in words, and the log-in leads back', async () => {
    const [window, admin] = [await visit(await tokenOf('view')), await visit(await adminToken())];
    const { page } = window;
    await window.open(LIST);
    await admin.open('/sessions');
    const row = admin.page.getByRole('row').filter({ hasText: 'view-of-tests' });
    await row.getByRole('button', { name: en.sessions.revoke }).click();
    await admin.page
      .getByRole('dialog')
      .getByRole('button', { name: en.sessions.revoke, exact: true })
      .click();
    await row.getByText(en.sessions.revoked).waitFor();
    await page.keyboard.press('r');
    await page.getByText(en.login.ended).waitFor();
    await paste(page, await tokenOf('view'));
    await page.getByRole('heading', { level: 1, name: en.nav.payments }).waitFor();
    expect(pathOf(page)).toBe(LIST);
    expect(complaints(window)).toEqual([]);
    expect(complaints(admin)).toEqual([]);
  });

  test('after a log-out the session is over, also for whoever has its cookie, and back shows nothing', async () => {
    const window = await visit(await adminToken());
    const { page, context } = window;
    await window.open('/payments');
    const [cookie] = await context.cookies();
    await page.getByRole('button', { name: en.user.menu }).click();
    await page.getByRole('button', { name: en.user.logOut }).click();
    await page.getByLabel(en.login.token, { exact: true }).waitFor();
    await page.goBack();
    await page.getByLabel(en.login.token, { exact: true }).waitFor();
    const answer = await fetch(`${world.gateway.url}/console/api/v1.0.0/whoami`, {
      headers: { cookie: `${cookie?.name}=${cookie?.value}` },
    });
    expect(answer.status).toBe(401);
    expect(complaints(window)).toEqual([]);
  });
});
