import { expect, test } from '@jest/globals';
import { failedCommands } from '../../../../src/languages/python/log/commands/failed-commands.ts';
import { program } from '../../../../src/languages/python/log/commands/program.ts';

test.each([
  ['mypy src', 'mypy src'],
  ['poetry run mypy src', 'mypy src'],
  ['python3.12 -Im mypy src', 'mypy src'],
  ['python -X dev -W error -m mypy src', 'mypy src'],
  ['uv run --extra test --with mypy -p 3.12 mypy src', 'mypy src'],
  ['uvx --with types-requests mypy@1.15 src', 'mypy src'],
  ['uv tool run ruff@latest check', 'ruff check'],
  ['sudo -E env CI=1 /opt/venv/bin/mypy src', 'mypy src'],
  ['timeout -s KILL 10m mypy src', 'mypy src'],
  ['timeout 600 xvfb-run -a pytest tests', 'pytest tests'],
  ['coverage run --source pkg --branch -m pytest tests', 'pytest tests'],
  ['coverage run setup.py test', 'setup.py test'],
  ['python backend/manage.py test', 'manage.py test'],
  ['.venv/bin/ruff check', 'ruff check'],
  ['./build', './build'],
  ['hatch run lint:style', 'lint:style'],
  ['python -c code', 'python -c code'],
  ['', ''],
])('what %j runs in the end is %j', (command, expected) => {
  expect(program(command.split(' ')).join(' ')).toBe(expected);
});

test('a command whose failure tox ignores has not failed', () => {
  const lines = [
    'lint: exit 1 (0.10 seconds) /w> flake8 pid=3',
    'lint: command failed but is marked ignore outcome so handling it as success',
  ];
  expect(failedCommands(lines)).toEqual([]);
  expect(failedCommands(lines.slice(0, 1))).toEqual([{ words: ['flake8'], exitCode: 1 }]);
});
