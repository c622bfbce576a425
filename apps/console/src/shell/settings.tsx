import { SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { writePreference } from '../app/preference.ts';
import { useLanguage, useText } from '../i18n/use-text.ts';
import { useShortcutsOn } from '../keys/use-shortcuts.ts';
import rows from './user-menu.module.css';

/** Each language by its own name. */
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'zh', label: '中文' },
];

/** Language, theme and shortcuts, stored in this browser. */
export function Settings() {
  const text = useText();
  const shortcutsOn = useShortcutsOn();
  return (
    <div className={rows['block']}>
      <div className={rows['setting']}>
        <span>{text.user.language}</span>
        <LanguageSwitch />
      </div>
      <div className={rows['setting']}>
        <span>{text.user.theme}</span>
        <ThemeSwitch />
      </div>
      <div className={rows['setting']}>
        <Switch
          size="xs"
          labelPosition="left"
          label={text.keys.turnOff}
          checked={shortcutsOn}
          onChange={(event) =>
            writePreference('shortcuts', event.currentTarget.checked ? 'on' : 'off')
          }
          styles={{ body: { width: '100%', justifyContent: 'space-between' } }}
          w="100%"
        />
      </div>
    </div>
  );
}

/** English or Chinese. */
export function LanguageSwitch() {
  const text = useText();
  const language = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      aria-label={text.user.language}
      data={LANGUAGES}
      value={language}
      onChange={(value) => writePreference('language', value)}
    />
  );
}

function ThemeSwitch() {
  const text = useText();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      size="xs"
      aria-label={text.user.theme}
      data={[
        { value: 'light', label: text.user.light },
        { value: 'dark', label: text.user.dark },
        { value: 'auto', label: text.user.auto },
      ]}
      value={colorScheme}
      onChange={(value) => setColorScheme(value)}
    />
  );
}
