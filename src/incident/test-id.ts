// Parses a test id: `file::rest`, where the file is relative to the work tree and `[…]` after the name holds parameters. A
// file that could not be collected is an id of its own, without `::`. Every language uses this format.

/** The file part. */
export function fileOfTest(testId: string): string {
  return testId.split('::')[0] ?? testId;
}

/** The name of the test function, without parameters; null if the id names a file. */
export function functionOfTest(testId: string): string | null {
  const last = testId.split('::').slice(1).join('::').replace(/\[.*$/s, '').split('::').at(-1);
  return last || null;
}
