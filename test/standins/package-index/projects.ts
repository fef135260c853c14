// One small project that every installer can install: a module, a test of it, and each tool's own file.
import type { PackageIndex } from '../../../src/standins/package-index/package-index.ts';

/** Poetry reads no variable, so that its source stands in the project. */
export function project({ url }: PackageIndex): Record<string, string> {
  return {
    'src/calc/__init__.py': 'import click\n\n\ndef add(a, b):\n    return a + b\n',
    'tests/test_calc.py': 'import calc\n\n\ndef test_add():\n    assert calc.add(1, 2) == 3\n',
    'pyproject.toml': pyproject(url),
    'tox.ini':
      '[tox]\nenvlist = py311\nisolated_build = true\n\n[testenv]\nextras = test\ncommands = pytest {posargs}\n',
    'noxfile.py':
      "import nox\n\n\n@nox.session\ndef tests(session):\n    session.install('.[test]')\n    session.run('pytest')\n",
  };
}

function pyproject(url: string): string {
  return `
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "calc"
version = "1.0"
requires-python = ">=3.11,<4"
dependencies = ["click"]

[project.optional-dependencies]
test = ["pytest>=7", "pytest-cov"]

[tool.poetry]
packages = [{ include = "calc", from = "src" }]

[tool.poetry.group.dev.dependencies]
pytest = "*"

[[tool.poetry.source]]
name = "local"
url = "${url}"
priority = "primary"
`;
}
