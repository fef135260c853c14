// Mail to customers: a customer who is not known is None.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { files, goodGuard } from '../../suite/mail-shop.ts';
import { failure } from './failure.ts';

const path = 'tests/test_mail.py';

export const mail: Project = {
  name: 'mail',
  files,
  failure: failure({
    test: [path, 'test_unknown_address'],
    testLine: 9,
    errorType: 'TypeError',
    message: "'NoneType' object is not subscriptable",
    raised: { file: 'shop/mail.py', line: 12, function: 'address' },
  }),
  suspect: { file: 'shop/mail.py', function: 'address', line: 10 },
  passing: [`${path}::test_known_address`, `${path}::test_greeting`],
  guard: {
    path: 'tests/test_mail_regression.py',
    test: 'test_a_stranger_has_no_address',
    source: goodGuard,
  },
  fix: [
    {
      path: 'shop/mail.py',
      search: '    return user["email"]\n',
      replace: '    if user is None:\n        return None\n    return user["email"]\n',
      line: null,
    },
  ],
};
