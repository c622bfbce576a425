import { expect, test } from 'vitest';
import { DARK, LIGHT, type Palette } from '../../apps/console/src/theme/palette.ts';

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for the outline of a field. */
const TEXT = 4.5;
const OUTLINE = 3;

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const SCHEMES: [string, Palette][] = [
  ['light', LIGHT],
  ['dark', DARK],
];

test.each(SCHEMES)('text can be read on every surface of the %s scheme', (_, palette) => {
  const { bg, surface, raised, sunken, hover, accentSoft, text, muted, accent } = palette;
  for (const under of [bg, surface, raised, sunken, hover, accentSoft]) {
    for (const colour of [text, muted, accent]) {
      expect(contrast(colour, under), `${colour} on ${under}`).toBeGreaterThanOrEqual(TEXT);
    }
  }
  expect(contrast(palette.onInk, palette.ink)).toBeGreaterThanOrEqual(TEXT);
  expect(contrast(palette.onDanger, palette.danger)).toBeGreaterThanOrEqual(TEXT);
});

test.each(SCHEMES)(
  'every tone can be read on itself and on rows of the %s scheme',
  (_, palette) => {
    for (const { text, soft } of Object.values(palette.tones)) {
      for (const under of [soft, palette.surface, palette.hover]) {
        expect(contrast(text, under), `${text} on ${under}`).toBeGreaterThanOrEqual(TEXT);
      }
    }
  },
);

test.each(SCHEMES)('the outline of a field can be seen in the %s scheme', (_, palette) => {
  for (const under of [palette.bg, palette.surface, palette.sunken]) {
    expect(contrast(palette.control, under)).toBeGreaterThanOrEqual(OUTLINE);
  }
});
