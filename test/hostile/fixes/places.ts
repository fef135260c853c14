// The places of the projects that repairs change.
import { accounts } from '../projects/accounts.ts';
import { cache } from '../projects/cache.ts';
import { dates } from '../projects/dates.ts';
import { feeds } from '../projects/feeds.ts';
import { mail } from '../projects/mail.ts';
import { parser } from '../projects/parser.ts';
import { pricing } from '../projects/pricing.ts';
import { rates } from '../projects/rates.ts';
import { slug } from '../projects/slug.ts';
import type { Place } from './change.ts';

const files = {
  ...mail.files,
  ...slug.files,
  ...pricing.files,
  ...dates.files,
  ...cache.files,
  ...parser.files,
  ...rates.files,
  ...accounts.files,
  ...feeds.files,
};

/** Each with the line that is wrong. */
export const inMail: Place = { path: 'shop/mail.py', search: '    return user["email"]\n', files };
export const inSlug: Place = {
  path: 'pages/slug.py',
  search: '    words = re.split(r"\\W", title.lower())\n',
  files,
};
export const inBasket: Place = {
  path: 'pricing/basket.py',
  search: '        total = sum(price for price, count in self.lines)\n',
  files,
};
export const inMonths: Place = { path: 'days/months.py', search: '        return 28\n', files };
export const inRecent: Place = {
  path: 'store/recent.py',
  search: '        return self.entries.get(key, default)\n',
  files,
};
export const inParser: Place = {
  path: 'settings/parser.py',
  search: '        name, value = line.split("=")\n',
  files,
};
export const inRates: Place = { path: 'tax/rates.py', search: '    return RATES.get(country, 0)\n', files };
export const inBook: Place = {
  path: 'src/accounts/book.py',
  search: '    return Decimal(cents // 100)\n',
  files,
};
export const inBatches: Place = {
  path: 'feeds/fetch.py',
  search: '            yield batch\n            batch = []\n',
  files,
};
