import { PERMISSIONS } from '@payserver/shared/domain/permissions';
import { expect, test } from 'vitest';
import { ROLES_OF } from '../../apps/console/src/api/permission-roles.ts';

test('the console explains a button that is off by the roles that the API grants it to', () => {
  expect(ROLES_OF).toEqual(PERMISSIONS);
});
