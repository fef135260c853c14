// Parses a test id: `file::rest`, where the file is relative to the work tree and `[…]` after the name holds parameters. A
// file that could not be collected is an id of its own, without `::`. Every language uses this format; no other file parses it.

/** False for a file that could not be collected. */
export function isTest(testId: string): boolean {
  return testId.includes('::');
}

/** The file part. */
export function fileOfTest(testId: string): string {
  return testId.split('::')[0] ?? testId;
}

/** The name of the test function, without parameters; null if the id names a file. */
export function functionOfTest(testId: string): string | null {
  const last = testId.split('::').slice(1).join('::').replace(/\[.*$/s, '').split('::').at(-1);
  return last || null;
}

/** The name of the test function with its parameters; the file if the id names one. */
export function nameOfTest(testId: string): string {
  const bracket = testId.indexOf('[', testId.indexOf('::'));
  const plain = bracket === -1 ? testId : testId.slice(0, bracket);
  return (plain.split('::').at(-1) ?? plain) + testId.slice(plain.length);
}

/** The id without parameters, which all variants of a parametrised test share. */
export function withoutParameters(testId: string): string {
  return testId.endsWith(']') && testId.includes('[') ? testId.slice(0, testId.indexOf('[')) : testId;
}

/** The id without parameters, and without the group that a runner appends where it shares tests out. */
export function idOfFunction(testId: string): string {
  const named = Math.max(testId.indexOf('::'), 0);
  const end = testId.slice(named).search(/[[@]/);
  return end === -1 ? testId : testId.slice(0, named + end);
}

/** The same test in another file. */
export function withFile(testId: string, file: string): string {
  return [file, ...testId.split('::').slice(1)].join('::');
}

/** The enclosing ids of a test: its file, then its classes, outermost first. */
export function scopesOf(testId: string): string[] {
  return [...testId.matchAll(/::/g)].map(({ index }) => testId.slice(0, index));
}

/** Whether the test is `scope` itself, or belongs to that class or file. */
export function isPartOf(testId: string, scope: string): boolean {
  return testId === scope || testId.startsWith(`${scope}::`);
}
