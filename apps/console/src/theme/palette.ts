/** The colours of one scheme. Text colours reach 4.5:1 on every surface that they are used on: test/console/palette. */
export interface Palette {
  readonly bg: string;
  readonly surface: string;
  /** of what floats above the page */
  readonly raised: string;
  readonly sunken: string;
  readonly hover: string;
  readonly border: string;
  /** of controls: 3:1 against the surface (WCAG 1.4.11) */
  readonly control: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly accentSoft: string;
  /** of the one important button: the colour of ink */
  readonly ink: string;
  readonly onInk: string;
  readonly danger: string;
  readonly onDanger: string;
  readonly tones: Readonly<Record<Tone, ToneColours>>;
}

/** What a status means to a person, whatever it is called. */
export type Tone = 'good' | 'wait' | 'bad' | 'info' | 'idle';

export interface ToneColours {
  readonly text: string;
  readonly soft: string;
}

export const LIGHT: Palette = {
  bg: '#fafaf9',
  surface: '#ffffff',
  raised: '#ffffff',
  sunken: '#f4f4f2',
  hover: '#f5f6f7',
  border: '#e6e6e2',
  control: '#84878d',
  text: '#17181a',
  muted: '#5b5e65',
  accent: '#2450c4',
  accentSoft: '#ebf0fd',
  ink: '#1b1d20',
  onInk: '#ffffff',
  danger: '#b02a37',
  onDanger: '#ffffff',
  tones: {
    good: { text: '#146239', soft: '#e4f4ea' },
    wait: { text: '#7d4a00', soft: '#fdf0d8' },
    bad: { text: '#a3212e', soft: '#fdeaea' },
    info: { text: '#2449a8', soft: '#e9effc' },
    idle: { text: '#52555c', soft: '#eeeeec' },
  },
};

export const DARK: Palette = {
  bg: '#0e0f11',
  surface: '#15171a',
  raised: '#1b1e22',
  sunken: '#1b1d21',
  hover: '#212529',
  border: '#2a2d32',
  control: '#6e737c',
  text: '#ecedee',
  muted: '#a3a7af',
  accent: '#94b2ff',
  accentSoft: '#1b2642',
  ink: '#eeeff1',
  onInk: '#131417',
  danger: '#c93d4f',
  onDanger: '#ffffff',
  tones: {
    good: { text: '#74d79d', soft: '#132d1f' },
    wait: { text: '#efc06a', soft: '#31260f' },
    bad: { text: '#ff9d9d', soft: '#391b1e' },
    info: { text: '#9db8ff', soft: '#1c2641' },
    idle: { text: '#b4b8bf', soft: '#26292e' },
  },
};

/** The CSS variables of a palette, for example `--p-muted` and `--p-good-soft`. */
export function paletteVariables({ tones, ...plain }: Palette): Record<string, string> {
  const variables = Object.entries(plain).map(([name, colour]) => [`--p-${kebab(name)}`, colour]);
  for (const [tone, { text, soft }] of Object.entries(tones)) {
    variables.push([`--p-${tone}`, text], [`--p-${tone}-soft`, soft]);
  }
  return Object.fromEntries(variables) as Record<string, string>;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
