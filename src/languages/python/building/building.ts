// Building a Python job behind the contract.
import type { Building } from '../../contract/building.ts';
import { afterSetup } from './after-setup/after-setup.ts';
import { dependencies } from './dependencies/dependencies.ts';
import { fallbackImage } from './image.ts';
import { recipe } from './recipe.ts';
import { hosts } from './registries.ts';

export const building: Building = {
  isManifest: path =>
    /^(?:[^/]+\/){0,3}(?:pyproject\.toml|setup\.py|setup\.cfg|tox\.ini|noxfile\.py|\.python-version)$/.test(path),
  recipe,
  fallbackImage,
  dependencies,
  afterSetup,
  // Python compares bytecode with its source only by size and whole seconds.
  caches: ['__pycache__', '.pytest_cache', '.hypothesis'],
  registries: /pypi\.org|pythonhosted\.org|conda\.anaconda\.org|astral\.sh|UV_HTTP_TIMEOUT/,
  hosts,
  networkError:
    /NewConnectionError|ReadTimeoutError|Max retries exceeded|SSL(?:Error|: CERTIFICATE_VERIFY_FAILED|EOFError)|error sending request for url|All attempts to connect to \S+ failed|network timeout|CondaHTTPError/,
  // The last one is npm's: setup of a Python job may also build a front end.
  certificateVariables: ['PIP_CERT', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
  indexVariables: [
    ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_TRUSTED_HOST'],
    ...['UV_DEFAULT_INDEX', 'UV_INDEX', 'UV_INDEX_URL', 'UV_EXTRA_INDEX_URL', 'UV_INSECURE_HOST'],
    ...['PDM_PYPI_URL', 'PDM_PYPI_VERIFY_SSL', 'PIPENV_PYPI_MIRROR'],
    // As above, for a front end.
    'npm_config_registry',
  ],
  // pip retries five times, names the package's path but not the host, and usually succeeds.
  retries: {
    warning: /^WARNING: Retrying .{0,300}connection broken by/,
    gaveUp: /Could not find a version that satisfies|No matching distribution found/,
  },
};
