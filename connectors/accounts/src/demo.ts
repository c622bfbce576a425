import type { Admin } from './books/admin.ts';
import { RefusedError } from './books/errors.ts';

const COMPANY = 'demo-company';
const WASH = { merchandiseUUID: 'wash', styleUUID: 'small-car' };

/**
 * Gives this merchant an account with a person who may sign, two members with stored value, and a card with ten washes.
 * Does nothing where its account is there already: a newcomer may have changed it.
 */
export async function openDemo(admin: Admin, merchantUUID: string): Promise<void> {
  if (await hasAccount(admin, merchantUUID)) return;
  const member = async (partyUUID: string, name: string, principal: number) => {
    const holder = { merchantUUID, book: 'memberBalance', partyUUID } as const;
    await admin.open({ ...holder, name });
    const bonus = Math.floor(principal / 10);
    await admin.topUp({ ...holder, key: partyUUID, principal, bonus });
  };
  await member('demo-member-1', '张三', 30_000);
  await member('demo-member-2', '李四', 5_000);
  const card = { merchantUUID, book: 'memberCount', partyUUID: 'demo-member-1' } as const;
  await admin.open({ ...card, name: '张三' });
  const washes = { ...WASH, count: 10, paidValue: 30_000, unitPrice: 3_000 };
  await admin.topUpCounts({ ...card, key: 'demo-card', items: [washes] });
  const company = { merchantUUID, book: 'signAccount', partyUUID: COMPANY } as const;
  const signer = { merchantUUID, partyUUID: COMPANY, personUUID: 'demo-signer', name: '王五' };
  await admin.open({ ...company, name: '示例公司', creditLimit: 1_000_000 });
  await admin.setSigner({ ...signer, perOpLimit: 200_000 });
}

async function hasAccount(admin: Admin, merchantUUID: string): Promise<boolean> {
  const holder = { merchantUUID, book: 'signAccount', partyUUID: COMPANY } as const;
  try {
    await admin.show(holder);
    return true;
  } catch (error) {
    if (error instanceof RefusedError && error.reason === 'noAccount') return false;
    throw error;
  }
}
