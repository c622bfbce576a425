import type { PayClass } from './codes.ts';
import type { PayVerdict } from './verdict.ts';

/** What an error code in the answer to a payment proves. */
export function payVerdictOf(what: PayClass, code: string): PayVerdict {
  switch (what.is) {
    case 'unknown':
      return { kind: 'unknown', why: code === '' ? 'no code' : code };
    case 'paying':
      return { kind: 'pending', text: 'userPaying' };
    case 'busy':
      return { kind: 'pending', text: 'busy' };
    case 'declined':
      return { kind: 'declined', code, text: what.text };
    case 'refused':
      return { kind: 'refused', code, text: what.text };
    case 'exists':
      return { kind: 'exists', code };
    case 'setup':
      return { kind: 'setup', code };
  }
}
