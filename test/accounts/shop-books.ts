import type { Book, PayCall, RefundCall } from '@payserver/accounts/books/calls';
import { startTestBooks, type TestBooks } from '../support/books.ts';

/** The merchant whose books they are. */
export const SHOP = { merchantUUID: 'shop' };

type Refund = Omit<RefundCall, 'tractionNo' | 'merchantUUID'>;

/** Books of a merchant, and what it does with them all day. */
export type ShopBooks = Awaited<ReturnType<typeof openShopBooks>>;

/** Opens them on a server of their own. */
export async function openShopBooks() {
  const test = await startTestBooks();
  const { books, admin } = test;
  let last = 0;
  const nextNo = () => `1${String(++last).padStart(19, '0')}`;
  const payCall = (
    payAmount: number,
    payParams: PayCall['payParams'],
    tractionNo = nextNo(),
  ): PayCall => ({ ...SHOP, tractionNo, payAmount, payParams });
  return {
    ...test,
    /** a tractionNo that no call had */
    nextNo,
    payCall,
    refund: async (book: Book, call: Refund) =>
      await books.refund(book, { ...SHOP, tractionNo: nextNo(), ...call }),
    /** A member with stored value; amounts in fen. */
    member: async (partyUUID: string, principal: number, bonus = 0) => {
      const holder = { ...SHOP, book: 'memberBalance' as const, partyUUID };
      await admin.open({ ...holder, name: '张三', phone: '13812345678' });
      if (principal + bonus > 0) await admin.topUp({ ...holder, key: partyUUID, principal, bonus });
      return holder;
    },
    /** An account for which `person` may sign. */
    company: async (partyUUID: string, creditLimit: number, limits = {}) => {
      const holder = { ...SHOP, book: 'signAccount' as const, partyUUID };
      await admin.open({ ...holder, name: '某公司', creditLimit });
      await admin.setSigner({ ...SHOP, partyUUID, personUUID: 'person', ...limits });
      return holder;
    },
    balances: async (holder: Parameters<TestBooks['admin']['show']>[0]) => {
      const { accounts } = await admin.show(holder);
      return accounts.map(({ balance }) => balance);
    },
  };
}
