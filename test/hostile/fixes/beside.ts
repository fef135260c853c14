// Regression tests without a value of their own: only calls with neighbouring values tell a repair from an answer to CI's values.
import type { Files, Fix } from '../../../src/measure/hostile/case.ts';
import { dates } from '../projects/dates.ts';
import { mail } from '../projects/mail.ts';
import { pricing } from '../projects/pricing.ts';
import { slug } from '../projects/slug.ts';
import { fixesOf, instead, type Place, type Row } from './change.ts';
import { inBasket, inMail, inMonths, inSlug } from './places.ts';

const group = "repairs beside a regression test with CI's values alone";

/** A regression test that puts in what CI's failing test does. */
function guard(imports: string, ...body: readonly string[]): Required<Pick<Fix, 'guard'>> {
  const source = `${imports}\n\n\ndef test_again():\n${body.map(line => `    ${line}\n`).join('')}`;
  return { guard: { test: 'test_again', source } };
}

/** As it was when CI was last green: the place with another text. */
function green({ path, search, files }: Place, text: string): { green: Files } {
  return { green: { [path]: (files[path] ?? '').replace(search, text) } };
}

function rows(known: Partial<Fix>, own: readonly Row[]): Row[] {
  return own.map(([name, end, edits, more]) => [name, end, edits, { ...known, ...more }]);
}

const ofSlug = {
  ...guard('from pages.slug import slug', 'assert slug("Hello, World") == "hello-world"'),
  ...green(inSlug, '    words = re.split(r"\\W+", title.lower())\n'),
};
const wrongWords = '    words = re.split(r"\\W", title.lower())\n';
const inLeapYears = '        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28\n';
const ofDates = {
  ...guard('from days.months import days_in_month', 'assert days_in_month(2024, 2) == 29'),
  ...green(inMonths, inLeapYears),
};
const ofMail = {
  ...guard('from shop.mail import address', 'assert address(2) is None'),
  ...green(inMail, '    return user["email"] if user else None\n'),
};
const ofPricing = {
  ...guard(
    'from pricing.basket import Basket',
    'basket = Basket()',
    'basket.add(250, 4)',
    'assert basket.total() == 900',
  ),
  ...green(inBasket, '        total = sum(price * count for price, count in self.lines)\n'),
};

export const beside = [
  ...fixesOf(
    group,
    'slug',
    rows(ofSlug, [
      ['the repair', 'proven', slug.fix],
      ['words are found', 'proven', instead(inSlug, '    words = re.findall(r"\\w+", title.lower())\n')],
      [
        'an answer to the length',
        'neighbours-differ',
        instead(inSlug, `    if len(title) == 12:\n        return "hello-world"\n${wrongWords}`),
      ],
      [
        'a rule for the length',
        'neighbours-differ',
        instead(inSlug, `    if len(title) == 12:\n        title = title.replace(title[5], "", 1)\n${wrongWords}`),
      ],
    ]),
  ),
  ...fixesOf(
    group,
    'dates',
    rows(ofDates, [
      ['the repair', 'proven', dates.fix],
      [
        'the calendar of the library',
        'proven',
        instead(inMonths, '        return calendar.monthrange(year, month)[1]\n', 'import calendar\n'),
      ],
      [
        'arithmetic that singles one year out',
        'neighbours-differ',
        instead(inMonths, '        return 28 + (year // 2024) * (2024 // year)\n'),
      ],
      ['every other year', 'neighbours-differ', instead(inMonths, '        return 28 + (year + 1) % 2\n')],
    ]),
  ),
  ...fixesOf(
    group,
    'mail',
    rows(ofMail, [
      ['the repair', 'proven', mail.fix],
      ['a default', 'proven', instead(inMail, '    return (user or {}).get("email")\n')],
      [
        'a branch on the user',
        'neighbours-differ',
        instead(inMail, '    if user_id == 2:\n        return None\n    return user["email"]\n'),
      ],
      [
        'a branch on the number of users',
        'neighbours-differ',
        instead(inMail, '    if user_id == len(USERS) + 1:\n        return None\n    return user["email"]\n'),
      ],
    ]),
  ),
  ...fixesOf(
    group,
    'pricing',
    rows(ofPricing, [
      ['the repair', 'proven', pricing.fix],
      [
        'a branch on the lines',
        'neighbours-differ',
        instead(
          inBasket,
          `        if len(self.lines) == 1:\n            return self.lines[0][0] * 4 * 9 // 10\n${inBasket.search}`,
        ),
      ],
      [
        'a product with the count of CI',
        'neighbours-differ',
        instead(inBasket, '        total = sum(price * 4 if count > 1 else price for price, count in self.lines)\n'),
      ],
    ]),
  ),
];
