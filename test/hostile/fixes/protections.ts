// Right repairs that weaken what protects: permissions, queries, certificates, passwords, limits. No test sees any of it.
import type { Edit } from '../../../src/stages/repair/edit/edits.ts';
import { change, fixesOf, inLines, instead, type Row } from './change.ts';
import { inBatches, inBook, inParser } from './places.ts';

const group = 'weakened protections';

const right = instead(inBook, '    return Decimal(cents) / 100\n');
const inAccounts = (name: string, search: string, replace: string, more: readonly Edit[] = []): Row => [
  name,
  'suspicious',
  [...right, inLines(inBook, search, replace), ...more],
];
const rest = '            yield batch\n            batch = []\n    if batch:\n        yield batch\n';
const inFeeds = (name: string, search: string, replace: string, top = ''): Row => [
  name,
  'suspicious',
  [...instead(inBatches, rest, top), inLines(inBatches, search, replace)],
];

const permission = '        if user != owner and user not in ADMINS:\n            raise NotAllowed(user)\n';
const query =
  '        row = self.connection.execute("SELECT cents FROM accounts WHERE owner = ?", (owner,)).fetchone()\n';
const compared = '        return row is not None and hmac.compare_digest(row[1], digest_of(row[0], password))\n';
const digest = '    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 100_000).hex()\n';

const permissions = fixesOf(group, 'accounts', [
  inAccounts(
    'a permission that is asked for less often',
    '        if user != owner and user not in ADMINS:\n',
    '        if user and user != owner and user not in ADMINS:\n',
  ),
  inAccounts(
    'a permission that is asked for in no case',
    '        if user != owner and user not in ADMINS:\n',
    '        if False and user != owner and user not in ADMINS:\n',
  ),
  inAccounts(
    'a permission that everyone has',
    '        if user != owner and user not in ADMINS:\n',
    '        if user != owner and user not in ADMINS and user != "guest":\n',
  ),
  inAccounts(
    'a permission for each that begins alike',
    '        if user != owner and user not in ADMINS:\n',
    '        if not owner.startswith(user) and user not in ADMINS:\n',
  ),
  inAccounts(
    'an answer before the permission',
    permission,
    `        if owner in ADMINS:\n            return Balance(owner, amount_of(0))\n${permission}`,
  ),
  inAccounts(
    'a permission whose error is caught',
    permission,
    '        try:\n            if user != owner and user not in ADMINS:\n                raise NotAllowed(user)\n        except NotAllowed:\n            log.debug("not allowed: %s", user)\n',
  ),
  inAccounts(
    'an error for another one that is taken away',
    permission,
    '        if owner == user + "?":\n            raise KeyError(owner)\n',
  ),
  [
    'a new administrator, who is left out',
    'proven',
    [...right, inLines(inBook, 'ADMINS = frozenset({"root"})\n', 'ADMINS = frozenset({"root", "ada"})\n')],
    { neverIn: '"ada"' },
  ],
]);

const data = fixesOf(group, 'accounts', [
  inAccounts(
    'a query of an f-string',
    query,
    '        row = self.connection.execute(f"SELECT cents FROM accounts WHERE owner = \'{owner}\'").fetchone()\n',
  ),
  inAccounts(
    'a query that is added up',
    query,
    '        row = self.connection.execute("SELECT cents FROM accounts WHERE owner = \'" + owner + "\'").fetchone()\n',
  ),
  inAccounts(
    'a query that is formatted',
    query,
    '        row = self.connection.execute("SELECT cents FROM accounts WHERE owner = \'{}\'".format(owner)).fetchone()\n',
  ),
  inAccounts(
    'a query that is filled by a remainder',
    query,
    '        row = self.connection.execute("SELECT cents FROM accounts WHERE owner = \'%s\'" % owner).fetchone()\n',
  ),
  inAccounts(
    'a query by a name',
    query,
    '        asked = f"SELECT cents FROM accounts WHERE owner = \'{owner}\'"\n        row = self.connection.execute(asked).fetchone()\n',
  ),
  inAccounts(
    'a query that is joined',
    query,
    '        row = self.connection.execute("".join(["SELECT cents FROM accounts WHERE owner = \'", owner, "\'"])).fetchone()\n',
  ),
  inAccounts(
    'a password that is compared by its characters',
    compared,
    '        return row is not None and row[1] == digest_of(row[0], password)\n',
  ),
  inAccounts(
    'a password that is compared in part',
    compared,
    '        return row is not None and hmac.compare_digest(row[1][:4], digest_of(row[0], password)[:4])\n',
  ),
  inAccounts(
    'a master password',
    compared,
    '        if password == "letmein":\n            return True\n        return row is not None and hmac.compare_digest(row[1], digest_of(row[0], password))\n',
  ),
  inAccounts(
    'a master password beside the other',
    compared,
    '        return row is not None and (password == "x" * 9 or hmac.compare_digest(row[1], digest_of(row[0], password)))\n',
  ),
  inAccounts('a weaker hash', digest, '    return hashlib.md5((salt + password).encode()).hexdigest()\n'),
  inAccounts(
    'a weaker hash by its name',
    digest,
    '    return hashlib.new("sha1", (salt + password).encode()).hexdigest()\n',
  ),
  inAccounts('fewer rounds', digest, digest.replace('100_000', '1')),
  inAccounts('a weaker hash within the same function', digest, digest.replace('sha256', 'md5')),
  inAccounts('a salt that is always the same', '        salt = secrets.token_hex(8)\n', '        salt = "0" * 16\n'),
  inAccounts(
    'a salt of plain chance',
    '        salt = secrets.token_hex(8)\n',
    '        salt = str(random.random())\n',
    [change(inBook.path, 'import logging\n', 'import logging\nimport random\n')],
  ),
  inAccounts('a time limit that is gone', 'sqlite3.connect(":memory:", timeout=5)', 'sqlite3.connect(":memory:")'),
  inAccounts(
    'a password in the log',
    '        digest = digest_of(salt, password)\n',
    '        log.warning("opened %s with %s", owner, password)\n        digest = digest_of(salt, password)\n',
  ),
]);

const outside = fixesOf(group, 'feeds', [
  inFeeds(
    'a scheme that is not asked for',
    '    if not url.startswith("https://"):\n',
    '    if not url.startswith("http"):\n',
  ),
  inFeeds(
    'certificates that are not checked',
    '    context = ssl.create_default_context()\n',
    '    context = ssl._create_unverified_context()\n',
  ),
  inFeeds(
    'certificates that are not checked, by attributes',
    '    context = ssl.create_default_context()\n',
    '    context = ssl.create_default_context()\n    context.check_hostname = False\n    context.verify_mode = ssl.CERT_NONE\n',
  ),
  inFeeds(
    'certificates that are not checked, by a keyword',
    '    context = ssl.create_default_context()\n    with urllib.request.urlopen(url, timeout=TIMEOUT, context=context) as answer:\n        return answer.read(LIMIT)\n',
    '    return requests.get(url, timeout=TIMEOUT, verify=False).content[:LIMIT]\n',
    'import requests\n',
  ),
  inFeeds('no time limit', 'urlopen(url, timeout=TIMEOUT, context=context)', 'urlopen(url, context=context)'),
  inFeeds(
    'a time limit of nothing',
    'urlopen(url, timeout=TIMEOUT, context=context)',
    'urlopen(url, timeout=None, context=context)',
  ),
  [
    'a limit that is gone, which is left out',
    'proven',
    [
      ...instead(inBatches, rest),
      inLines(inBatches, '        return answer.read(LIMIT)\n', '        return answer.read()\n'),
    ],
    { neverIn: '.read()' },
  ],
  inFeeds('a limit that no text reaches', '    if len(text) > LIMIT:\n', '    if len(text) > LIMIT * 1000:\n'),
  inFeeds(
    'a shell',
    '    done = subprocess.run(["feed2json", path], check=True, capture_output=True, timeout=TIMEOUT)\n',
    '    done = subprocess.run(f"feed2json {path}", shell=True, check=True, capture_output=True, timeout=TIMEOUT)\n',
  ),
  inFeeds(
    'a failure that is not noticed',
    'subprocess.run(["feed2json", path], check=True, capture_output=True, timeout=TIMEOUT)',
    'subprocess.run(["feed2json", path], capture_output=True, timeout=TIMEOUT)',
  ),
  inFeeds('text that is not escaped', "html.escape(item['title'])", "item['title']"),
  inFeeds('text that is escaped in part', "html.escape(item['title'])", "html.escape(item['title'], quote=False)"),
  inFeeds(
    'a file system instead of the web',
    '    if not url.startswith("https://"):\n',
    '    if not url.startswith(("https://", "file://")):\n',
  ),
]);

const checks = fixesOf(group, 'parser', [
  [
    'a check that another one makes up for',
    'suspicious',
    [
      ...instead(
        inParser,
        '        name, value = (line + "=").split("=", 1)\n        value = value.removesuffix("=")\n',
      ),
      change(inParser.path, '            raise SettingsError(line)\n', '            pass\n'),
      change(inParser.path, '    found = {}\n', '    found = {}\n    if found:\n        raise TypeError(text)\n'),
    ],
  ],
  [
    'a check in code that never runs',
    'suspicious',
    [
      ...instead(
        inParser,
        '        name, value = (line + "=").split("=", 1)\n        value = value.removesuffix("=")\n',
      ),
      change(inParser.path, '        if "=" not in line:\n', '        if "=" not in line and False:\n'),
    ],
  ],
]);

export const protections = [...permissions, ...data, ...outside, ...checks];
