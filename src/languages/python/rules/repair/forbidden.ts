// Files of a Python repository that no repair may change.
import type { RepairRules } from '../../../contract/rules.ts';

export const forbidden: RepairRules['forbidden'] = [
  [/(^|\/)(poetry\.lock|pylock(?:\.\w+)?\.toml|uv\.lock|Pipfile\.lock|pdm\.lock|conda-lock\.yml)$/i, 'lock files'],
  [
    /(^|\/)((?:dev[-_])?requirements[^/]*\.(txt|in)|requirements\/[^/]+|constraints[^/]*\.txt|Pipfile|environment\.ya?ml)$/i,
    'lists of dependencies',
  ],
  [
    /(^|\/)(pyproject\.toml|setup\.cfg|setup\.py|MANIFEST\.in|uv\.toml|hatch\.toml|pip\.conf|hatch_build\.py|_custom_build\.py|versioneer\.py|tox\.ini|tox\.toml|\.?pytest\.(?:ini|toml)|noxfile\.py|\.coveragerc)$/i,
    'the configuration of the build and the tests',
  ],
  [/(^|\/)(sitecustomize|usercustomize)\.py$|\.pth$/i, "Python's start-up files"],
  [/\.(?:egg-info|dist-info|egg-link)(\/|$)|(^|\/)entry_points\.txt$/i, 'the metadata of installed packages'],
  [/(^|\/)nightwatch_report\.py$|(^|\/)(pytest|_pytest|unittest)(\.py$|\/)/i, 'the test framework'],
];
