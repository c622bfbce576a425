import type { Connection, Request } from './connection.ts';
import { needDay } from './days.ts';
import { type Holder, ofHolder } from './keyed.ts';
import type { HoldingView } from './views.ts';

/** Policies of a merchant; what is not named stays. The order of use counts for holdings that are opened later. */
export interface Policies {
  readonly merchantUUID: string;
  readonly orderOfUse?: 'expiringFirst' | 'proportional';
  readonly clawback?: 'all' | 'proportional';
  readonly expiredReturn?: 'expire' | 'extend';
}

/** A person who may sign for an account. Limits in fen, dates as YYYY-MM-DD; none where left out. */
export interface Signer {
  readonly merchantUUID: string;
  readonly partyUUID: string;
  readonly personUUID: string;
  readonly name?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly perOpLimit?: number;
  readonly dayLimit?: number;
  readonly monthLimit?: number;
}

/** A holding to be opened, with the party that has it. */
export interface Opening extends Holder {
  readonly name?: string;
  /** only its first three and last four digits are stored */
  readonly phone?: string;
  /** fen, on account only */
  readonly creditLimit?: number;
}

/** What may change on a holding. */
export interface Change extends Holder {
  readonly status?: 'open' | 'frozen' | 'closed';
  /** fen; may be below what is owed */
  readonly creditLimit?: number;
  /** fen of principal that payments leave alone */
  readonly held?: number;
}

/** Who has what. Everything here may be repeated. Refusals throw RefusedError and write nothing. */
export function openingsOf(connection: Connection) {
  const view = async (name: string, request: Request) =>
    (await connection.call(name, request)) as HoldingView;
  return {
    setPolicies: async ({ merchantUUID, ...policies }: Policies) =>
      await connection.call('set_merchant', { merchant: merchantUUID, ...policies }),
    /** Those of a merchant without books are the defaults. */
    policies: async (merchantUUID: string) =>
      await connection.call('show_merchant', { merchant: merchantUUID }),
    open: async (input: Opening) => {
      const { name, phone, creditLimit } = input;
      const phoneMasked = phone === undefined ? undefined : maskPhone(phone);
      return await view('open_book', { ...ofHolder(input), name, phoneMasked, creditLimit });
    },
    show: async (holder: Holder) => await view('show_book', ofHolder(holder)),
    set: async (input: Change) => {
      const { status, creditLimit, held } = input;
      return await view('set_holding', { ...ofHolder(input), status, creditLimit, held });
    },
    setSigner: async ({ merchantUUID, partyUUID, personUUID, ...signer }: Signer) => {
      const ids = { merchant: merchantUUID, party: partyUUID, person: personUUID };
      const { validFrom, validTo } = signer;
      const days = { validFrom: needDay(validFrom), validTo: needDay(validTo) };
      return await connection.call('set_signer', { ...ids, ...signer, ...days });
    },
  };
}

/** 13812345678 becomes 138****5678: enough to know a member by, not enough to call one. */
export function maskPhone(phone: string): string {
  // By characters: half a surrogate pair is no text that a database stores.
  const signs = Array.from(phone);
  if (signs.length < 8) return '*'.repeat(signs.length);
  return `${signs.slice(0, 3).join('')}****${signs.slice(-4).join('')}`;
}
