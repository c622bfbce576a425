import { createGatewayClient, type GatewayClient } from '../gateway-client.ts';

/** The built-in templates that lead to the shop's own books (API document, payModeTemplate). */
const TEMPLATES = {
  signAccount: '382CF8DF-017F-4009-928F-D5B008095962',
  memberBalance: 'A2E7AB90-BB11-11E8-8BAF-4BFA221DACF5',
  memberCount: 'B3A36C30-BB11-11E8-8353-CD8987EBDA9C',
} as const;
type Book = keyof typeof TEMPLATES;

const COMPANY = 'demo-company';
const MEMBER = 'demo-member';
const WASH = { merchandiseUUID: 'wash', styleUUID: 'small-car' };
/** fen */
const WASH_PRICE = 3_000;

/** What a payment from a book names. */
const PARAMS: Readonly<Record<Book, object>> = {
  signAccount: { signAccounterUUID: COMPANY, signPersonUUID: 'demo-signer' },
  memberBalance: { memberUUID: MEMBER },
  memberCount: { memberUUID: MEMBER, merchandiseDetails: [{ ...WASH, count: 2 }] },
};

interface FromTemplate {
  readonly payTemplateId: string | null;
}

/** The book that this mode's payments are taken from; null: none. */
export function bookOf({ payTemplateId }: FromTemplate): Book | null {
  const books = Object.keys(TEMPLATES) as Book[];
  return books.find((book) => TEMPLATES[book] === payTemplateId) ?? null;
}

/** What pays from the mode's book, and how much (fen) it must be; nothing of other modes. */
export function booksTrade(mode: FromTemplate): { payParams?: object; amount?: number } {
  const book = bookOf(mode);
  if (book === null) return {};
  return { payParams: PARAMS[book], ...(book === 'memberCount' && { amount: 2 * WASH_PRICE }) };
}

/** What names the pieces of a refund of one of two washes, and its amount. */
export const ONE_WASH = {
  clientExtraParams: { merchandiseDetails: [{ ...WASH, count: 1 }] },
  amount: WASH_PRICE,
};

/** The shop's own books, through their admin API. */
export interface DemoBooks {
  /** What is left in them, a line for each. */
  balances(): Promise<string[]>;
}

/**
 * Opens an account with a person who may sign, a member with stored value, and a card with ten washes. Null where there
 * are no books: the templates lead elsewhere then.
 */
export async function openBooks(
  accountsUrl: string | null,
  token: string,
): Promise<DemoBooks | null> {
  if (accountsUrl === null || !(await isServed(accountsUrl))) return null;
  const admin = createGatewayClient(`${accountsUrl}/admin`, token);
  const open = async (book: Book, partyUUID: string, more: object) =>
    await admin.post('/holdings', { book, partyUUID, ...more });
  await open('signAccount', COMPANY, { name: 'a company', creditLimit: 100_000 });
  await admin.post('/signers', { partyUUID: COMPANY, personUUID: 'demo-signer' });
  await open('memberBalance', MEMBER, { name: 'a member' });
  const topUp = { partyUUID: MEMBER, key: 'first', principal: 10_000, bonus: 1_000 };
  await admin.post('/topUps', topUp);
  await open('memberCount', MEMBER, { name: 'a member' });
  const washes = { ...WASH, count: 10, unitPrice: WASH_PRICE };
  await admin.post('/countTopUps', { partyUUID: MEMBER, key: 'first-card', items: [washes] });
  return { balances: async () => await balancesOf(admin) };
}

async function isServed(url: string): Promise<boolean> {
  return await fetch(`${url}/admin/openapi.json`).then(
    ({ ok }) => ok,
    () => false,
  );
}

interface Holding {
  readonly accounts: ReadonlyArray<{ readonly kind: string; readonly balance: number }>;
}

async function balancesOf(admin: GatewayClient): Promise<string[]> {
  const read = async (book: Book, party: string) => {
    const { accounts } = await admin.get<Holding>(`/holdings/${book}/${party}`);
    return Object.fromEntries(accounts.map(({ kind, balance }) => [kind, balance]));
  };
  const company = await read('signAccount', COMPANY);
  const member = await read('memberBalance', MEMBER);
  const card = await read('memberCount', MEMBER);
  return [
    `the company owes ${yuan(-(company['receivable'] ?? 0))}`,
    `the member has ${yuan(member['principal'])} and a bonus of ${yuan(member['bonus'])}`,
    `the card has ${card['count']} washes`,
  ];
}

function yuan(fen = 0): string {
  return (fen / 100).toFixed(2);
}
