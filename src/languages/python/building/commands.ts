// Recognises the commands that run Python tests, and those that publish a package.
/** A word ends where another command may begin, and nothing spans lines: so no part of a text is read from many starts. */
const testing =
  /(?:^[ \t]*|[;&|][ \t]*|(?<!\S)run[ \t]+(?:-[^\s;&|]+[ \t]+)*|-m[ \t]+)(?:[A-Za-z_]\w*=[^\s;&|]*[ \t]+)*(?:[^\s;&|/]*\/)*(?:pytest|py\.test|tox|nox|unittest|nosetests|nose2?|trial|hatch test)\b|\bsetup\.py test\b|\bmanage\.py test\b|\bruntests\.py\b/m;

export function runsTests(text: string): boolean {
  const lines = text.replaceAll('\\\n', ' ');
  return testing.test(lines) || /^[ \t]*make[ \t]+\S*(?:test|check)/m.test(lines);
}

export function publishes(text: string): boolean {
  return /\b(?:twine upload|(?:poetry|uv|flit|hatch|pdm) publish)\b/.test(text);
}
