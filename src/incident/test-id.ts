// Reads a test id: `file::rest`, the file relative to the work tree, and `[…]` behind the name where a test has parameters.
// A file that could not be collected is an id of its own, without `::`. Every language keeps this shape.

/** The file part. */
export function fileOfTest(testId: string): string {
  return testId.split('::')[0] ?? testId;
}

/** The bare name of the test's function, without its parameters; null when the id names a whole file. */
export function functionOfTest(testId: string): string | null {
  const last = testId.split('::').slice(1).join('::').replace(/\[.*$/s, '').split('::').at(-1);
  return last || null;
}
