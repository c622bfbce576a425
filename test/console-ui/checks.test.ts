import { expect, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import { axeProblems, hostileEffects, overflow } from '../support/console-browser.ts';
import { eventually } from '../support/eventually.ts';
import { CANARY, HOSTILE } from '../support/hostile-texts.ts';
import { notEnglish, untranslated } from './words.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf } from './world.ts';

// What the other tests of this folder watch pages with: each of it notices what is planted.

const PLANTED = `<p style="width: 9999px">wide</p><button></button>${HOSTILE.image}
  <img src="https://evil.example/x.png" alt="x">`;

test.skipIf(EXECUTABLE === null)(
  'breaches of the policy, other hosts, hostile elements and scripts, what axe forbids, and a wide page are noticed',
  async () => {
    const world = await openWorld();
    try {
      const { page, open, troubles } = await world.enter(await tokenOf('admin'));
      await open('/payments');
      expect([await hostileEffects(page), await overflow(page), troubles()]).toEqual([[], 0, []]);
      await page.evaluate(
        `document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(PLANTED)})`,
      );
      await page.evaluate(`window.${CANARY} = 1`);
      const seen: string[] = [];
      await eventually(
        async () => {
          await page.evaluate('0');
          seen.push(...troubles());
          return seen.join('\n');
        },
        (all) =>
          ['CSP: style-src-attr', 'CSP: script-src-attr', 'CSP: img-src'].every((one) =>
            all.includes(one),
          ),
      );
      expect(seen.join('\n')).toContain('https://evil.example/x.png');
      expect((await hostileEffects(page)).length).toBeGreaterThan(1);
      expect((await axeProblems(page)).join('\n')).toContain('button-name');
      // The policy takes the planted width away.
      await page.evaluate("document.querySelector('main').style.minWidth = '9999px'");
      expect(await overflow(page)).toBeGreaterThan(0);
    } finally {
      await world.stop();
    }
  },
  PATIENCE_MS,
);

test('words of the other language are noticed, and data is not', () => {
  const data = '{"payer":"张伟","message":"no such row"}';
  expect(untranslated(['已支付', 'PayServer', 'English', '张伟 no such row'], data)).toEqual([]);
  const left = [en.lists.empty, '未翻译：Nothing of this was translated'];
  expect(untranslated(left, data)).toEqual([en.lists.empty, 'Nothing of this was translated']);
  expect(notEnglish(['Payer: 张伟', '中文'], data)).toEqual([]);
  expect(notEnglish(['Payer: 李秀英'], data)).toEqual(['李秀英']);
});
