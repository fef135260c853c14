// Recognises the commands that run Python tests, and those that publish a package.
const testing =
  /(?:^\s*|[;&|]\s*|\brun\s+(?:-\S+\s+)*|-m\s+)(?:[A-Za-z_]\w*=\S*\s+)*(?:\S*\/)?(?:pytest|py\.test|tox|nox|unittest|nosetests|nose2?|trial|hatch test)\b|\bsetup\.py test\b|\bmanage\.py test\b|\bruntests\.py\b/m;

export function runsTests(text: string): boolean {
  return testing.test(text) || /^\s*make\s+\S*(?:test|check)/m.test(text);
}

export function publishes(text: string): boolean {
  return /\b(?:twine upload|(?:poetry|uv|flit|hatch|pdm) publish)\b/.test(text);
}
