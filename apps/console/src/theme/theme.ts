import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';
import { DARK, LIGHT, type Palette, paletteVariables } from './palette.ts';

const SANS =
  'Inter, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Liberation Sans", sans-serif';
const MONO =
  'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", monospace';

/** One colour ten times: shades come from the palette's variables, never from Mantine's scales. */
function flat(colour: string): MantineColorsTuple {
  return [colour, colour, colour, colour, colour, colour, colour, colour, colour, colour];
}

/** Mantine's greys where a component has no variable of ours, from the lightest on: neutral as the palette's. */
const GRAY: MantineColorsTuple = [
  ...[LIGHT.bg, LIGHT.sunken, '#ececea', LIGHT.border, '#d3d4d1'],
  ...['#b3b5b6', LIGHT.control, LIGHT.muted, '#3a3c41', LIGHT.ink],
] as unknown as MantineColorsTuple;
const DARK_GREY: MantineColorsTuple = [
  ...[DARK.text, '#c5c8cd', DARK.muted, DARK.control, DARK.border],
  ...[DARK.hover, DARK.surface, DARK.surface, DARK.bg, '#08090a'],
] as unknown as MantineColorsTuple;

/**
 * The page behind a dialog does not scroll anyway, and Mantine's lock adds a style without the nonce. The dialog's
 * `<header>` would be a second banner of the page.
 */
const DIALOG = {
  lockScroll: false,
  attributes: { header: { role: 'none' } },
  overlayProps: { backgroundOpacity: 0.4 },
};

/** Ink turns from dark to light with the scheme, and so must what stands on it. */
const variantColours: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled') return usual;
  const [under, on] = input.color === 'danger' ? ['danger', 'on-danger'] : ['ink', 'on-ink'];
  const background = `var(--p-${under})`;
  const hover = `color-mix(in srgb, ${background} 88%, var(--p-surface))`;
  return { ...usual, background, hover, color: `var(--p-${on})` };
};

/** Sizes, radii and defaults of every component; the colours are in palette.ts. */
export const theme = createTheme({
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: { fontWeight: '600', fontFamily: SANS },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '14px' },
  defaultRadius: 'sm',
  primaryColor: 'ink',
  primaryShade: 5,
  variantColorResolver: variantColours,
  colors: { ink: flat(LIGHT.ink), danger: flat(LIGHT.danger), gray: GRAY, dark: DARK_GREY },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    NativeSelect: { defaultProps: { size: 'sm' } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Tooltip: {
      defaultProps: {
        withArrow: false,
        openDelay: 250,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Modal: {
      defaultProps: { ...DIALOG, radius: 'lg', centered: true, transitionProps: { duration: 100 } },
    },
    Drawer: { defaultProps: DIALOG },
  },
});

/** Mantine's own variables take their colours from the palette, so that no component shows another grey. */
function mantineVariables(palette: Palette): Record<string, string> {
  return {
    ...paletteVariables(palette),
    '--mantine-color-body': palette.surface,
    '--mantine-color-text': palette.text,
    '--mantine-color-dimmed': palette.muted,
    '--mantine-color-placeholder': palette.muted,
    '--mantine-color-anchor': palette.accent,
    '--mantine-color-default': palette.surface,
    '--mantine-color-default-hover': palette.hover,
    '--mantine-color-default-color': palette.text,
    '--mantine-color-default-border': palette.border,
    '--mantine-color-error': palette.tones.bad.text,
    '--mantine-color-disabled': palette.sunken,
    '--mantine-color-disabled-color': palette.muted,
    '--mantine-color-disabled-border': palette.border,
    '--mantine-color-ink-filled': palette.ink,
    '--mantine-color-ink-filled-hover': palette.ink,
    '--mantine-primary-color-filled': palette.ink,
    '--mantine-primary-color-filled-hover': palette.ink,
    '--mantine-primary-color-contrast': palette.onInk,
    '--mantine-color-danger-filled': palette.danger,
    '--mantine-color-danger-filled-hover': palette.danger,
    '--mantine-color-gray-light-color': palette.muted,
    '--mantine-color-gray-subtle-color': palette.muted,
  };
}

/** For `MantineProvider`: the palette as CSS variables, for each scheme. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: mantineVariables(LIGHT),
  dark: mantineVariables(DARK),
});
