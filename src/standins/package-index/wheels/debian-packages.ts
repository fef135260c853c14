// Which Debian packages the index offers as wheels, and of which releases.

/** A Debian release and the packages taken from it. */
export interface Suite {
  readonly name: string;
  /** Whether compiled modules are kept. */
  readonly hasCompiled: boolean;
  readonly packages: readonly string[];
}

const both = [
  // What installs and builds.
  ...['python3-pip-whl', 'python3-setuptools-whl', 'python3-wheel-whl', 'python3-build', 'python3-installer'],
  ...['python3-hatchling', 'python3-hatch-vcs', 'python3-poetry-core', 'flit', 'python3-setuptools-scm'],
  ...['python3-pathspec', 'python3-trove-classifiers', 'python3-packaging', 'python3-typing-extensions'],
  ...['python3-tomli-w', 'python3-docutils'],
  // What makes environments.
  ...['tox', 'python3-nox', 'python3-virtualenv', 'python3-filelock', 'python3-platformdirs', 'python3-distlib'],
  ...['python3-colorlog', 'python3-argcomplete', 'python3-cachetools', 'python3-chardet', 'python3-colorama'],
  ...['pipx', 'python3-userpath', 'python3-invoke'],
  // What tests.
  ...['python3-pytest', 'python3-pluggy', 'python3-iniconfig', 'python3-attr', 'python3-pytest-cov'],
  ...['python3-pytest-xdist', 'python3-execnet', 'python3-pytest-mock', 'python3-pytest-asyncio'],
  ...['python3-pytest-timeout', 'python3-hypothesis', 'python3-sortedcontainers', 'python3-nose2'],
  ...['python3-twisted', 'python3-automat', 'python3-constantly', 'python3-hyperlink', 'python3-incremental'],
  // What is tested with them.
  ...['python3-requests', 'python3-urllib3', 'python3-idna', 'python3-certifi', 'python3-freezegun'],
  ...['python3-click', 'python3-flask', 'python3-jinja2', 'python3-itsdangerous', 'python3-werkzeug'],
  ...['python3-blinker', 'python3-django', 'python3-asgiref', 'python3-sqlparse', 'python3-toml', 'python3-six'],
  ...['python3-async-timeout', 'python3-dateutil', 'python3-tz'],
];

/** Without compiled code, or with Python code in its place. */
const poetryAndPdm = [
  ...['python3-poetry', 'python3-cachecontrol', 'python3-cleo', 'python3-crashtest', 'python3-dulwich'],
  ...['python3-rapidfuzz', 'python3-fastjsonschema', 'python3-findpython', 'python3-keyring', 'python3-pkginfo'],
  ...['python3-requests-toolbelt', 'python3-shellingham', 'python3-tomlkit', 'python3-zipp'],
  ...['python3-importlib-metadata', 'python3-more-itertools'],
  ...['python3-jaraco.classes', 'python3-jaraco.functools', 'python3-msgpack'],
  ...['python3-pdm', 'python3-dep-logic', 'python3-hishel', 'python3-httpx', 'python3-httpcore', 'python3-h11'],
  ...['python3-anyio', 'python3-sniffio', 'python3-pbs-installer', 'python3-dotenv', 'python3-resolvelib'],
  ...['python3-rich', 'python3-pygments', 'python3-markdown-it', 'python3-mdurl', 'python3-truststore'],
  ...['python3-unearth', 'python3-socksio'],
];

/**
 * bookworm is what the Python image is made of, so that its compiled packages load there. trixie brings the newer tools
 * (a project may ask for either), but none of its compiled code.
 */
export const suites: readonly Suite[] = [
  {
    name: 'bookworm',
    hasCompiled: true,
    packages: [
      ...both,
      ...['python3-coverage', 'python3-markupsafe', 'python3-yaml', 'python3-tomli', 'python3-py'],
      ...['python3-charset-normalizer', 'python3-zope.interface', 'python3-jaraco.context'],
      ...['python3-pep517', 'python3-zstandard'],
    ],
  },
  {
    name: 'trixie',
    hasCompiled: false,
    packages: [
      ...both,
      ...poetryAndPdm,
      ...['python3-editables', 'python3-pyproject-hooks', 'python3-pyproject-api', 'python3-dependency-groups'],
      ...['pipenv', 'python3-redis'],
    ],
  },
];
