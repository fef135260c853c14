// Which new files a repair may make. Python imports whatever stands first on its path under a name, so a new module can take the place
// of another; and it, its installers and the test framework load some files by their names alone.
import type { RepairRules } from '../../../contract/rules.ts';
import { isStandard } from '../capabilities/standard-library.ts';

/** Code, and data that a package may read. */
const kinds = /\.(?:pyi?|typed|json|csv|tsv|txt|md|rst|ya?ml|xml|html?|css|js|sql|pot?|j2|jinja2?|tmpl|graphql)$/;

export const newFileObjection: RepairRules['newFileObjection'] = (path, { paths, declarations }) => {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const name = path.slice(folder.length);
  if (!kinds.test(name)) return 'is neither code nor plain data';
  if (!name.endsWith('.py')) return folder === '' ? 'is no code, and the root is no package' : null;
  const module = name.slice(0, -'.py'.length).toLowerCase();
  if (/^__(?:init|main)__$/.test(module)) return null;
  if (isStandard(module)) return 'is called like a module of the standard library, which it would hide';
  if (ofTestRun.test(module))
    return 'is called like a part of the test framework or like a file that is loaded by its name';
  const isTopLevel = !paths.has(`${folder}__init__.py`);
  if (isTopLevel && (installed.has(module) || declarations.some(text => declares(text, module)))) {
    return 'is called like a dependency, which it would hide';
  }
  return null;
};

const ofTestRun =
  /^_?(?:py\.?test|pluggy|unittest|nose2?|mock|doctest|coverage|hypothesis|xdist|tox|nox|conftest|iniconfig|setup|sitecustomize|usercustomize)$|^(?:pytest|nightwatch|_pytest)_/;

/** What comes with pip, with pytest or with half of all packages, whether it is declared or not. */
const installed = new Set(
  `pip setuptools wheel pkg_resources packaging tomli exceptiongroup pygments colorama py attr attrs six yaml certifi idna urllib3
  requests charset_normalizer click jinja2 markupsafe numpy pytz dateutil zipp importlib_metadata typing_extensions werkzeug`.split(
    /\s+/,
  ),
);

/** Packages whose module has another name. */
const modules: Readonly<Record<string, string>> = {
  pyyaml: 'yaml',
  beautifulsoup4: 'bs4',
  pillow: 'pil',
  python_dateutil: 'dateutil',
  scikit_learn: 'sklearn',
  opencv_python: 'cv2',
  pyjwt: 'jwt',
  python_dotenv: 'dotenv',
  psycopg2_binary: 'psycopg2',
  pycryptodome: 'crypto',
  gitpython: 'git',
  pyserial: 'serial',
  djangorestframework: 'rest_framework',
};

const longestLine = 500;

/** Whether a manifest or a set-up step names the package: at the start of a line or of a string, or after `install`. */
function declares(text: string, module: string): boolean {
  return text.split('\n').some(line => {
    const said = line.slice(0, longestLine);
    const quoted = [...said.matchAll(/(?:^|["'])\s*([A-Za-z][\w.-]*)/g)].map(([, name = '']) => name);
    const installs = /\binstall\s(.*)/.exec(said)?.[1]?.split(/\s/) ?? [];
    return [...quoted, ...installs].some(name => moduleOf(name) === module);
  });
}

function moduleOf(requirement: string): string {
  const name = (/^["']?([\w.-]*)/.exec(requirement)?.[1] ?? '').toLowerCase().replace(/[-.]/g, '_');
  return modules[name] ?? name;
}
