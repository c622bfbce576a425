/** Set by whatever runs of a hostile text: nothing may ever set it. */
export const CANARY = 'consoleCanary';

/** What a markup among them would put into a page. */
export const PLANTED = `[data-${CANARY.toLowerCase()}], script:not([src])`;

const run = `window.${CANARY}=1`;
const planted = `data-${CANARY.toLowerCase()}`;

/**
 * Texts that a caller or a connector may write into any free text: markup that runs or shows, a text that turns the
 * writing direction round, composed emoji, one that no line can be broken in, and the beginnings of formulas.
 */
export const HOSTILE = {
  image: `<img ${planted} src=x onerror=${run}>`,
  script: `"></td><script>${run}</script>`,
  bold: `</textarea><b ${planted}>粗体</b>`,
  vector: `<svg ${planted} onload=${run}>`,
  template: `{{constructor.constructor('${run}')()}}`,
  link: `<a ${planted} href="javascript:${run}">点这里</a>`,
  turned: 'abc\u202Egnp.exe\u202C 元',
  emoji: '👩‍👩‍👧‍👦🏴‍☠️e\u0301\u0323\u0308家',
  unbroken: 'W'.repeat(128),
  formula: '=HYPERLINK("https://evil.example","点")',
} as const;

/** One of them, or all that fit into so many characters, one after the other. */
export function hostileText(length: number, order: readonly (keyof typeof HOSTILE)[]): string {
  const all = order.reduce(
    (text, name) =>
      text.length + HOSTILE[name].length + 1 > length ? text : `${text} ${HOSTILE[name]}`,
    '',
  );
  return all.trim();
}
