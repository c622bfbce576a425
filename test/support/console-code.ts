import { createConsoleLinks } from '@payserver/shared/runtime/console-link';
import { TEST_NOTIFY_SECRET } from './notice-url.ts';

/** The code of a one-time link to the console of a gateway under test. */
export function consoleCode(madeAt = Date.now(), secret = TEST_NOTIFY_SECRET): string {
  return createConsoleLinks(secret).mint(madeAt);
}
