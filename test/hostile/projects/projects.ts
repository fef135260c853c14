// The projects that the hostile suite is played on.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { accounts } from './accounts.ts';
import { cache } from './cache.ts';
import { dates } from './dates.ts';
import { feeds } from './feeds.ts';
import { mail } from './mail.ts';
import { parser } from './parser.ts';
import { pricing } from './pricing.ts';
import { rates } from './rates.ts';
import { sizes } from './sizes.ts';
import { slug } from './slug.ts';

export const projects: readonly Project[] = [mail, slug, pricing, dates, cache, parser, rates, accounts, feeds, sizes];
