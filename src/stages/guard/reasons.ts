// Why a regression test is refused, in sentences: the model reads them before its next try, people where no test holds.

export const reasons = {
  unusable: (reason: string) => `The answer could not be used: ${reason}`,
  undefinedNames: (names: string) => `It uses names that nothing defines: ${names}.`,

  // What its run shows
  void: (reason: string) => `The run proves nothing: ${reason}`,
  notOneTest: (tests: number) => `The runner sees ${tests} tests in it; there should be exactly one.`,
  passesOnNonsense:
    'It passes whatever the code returns, once it raises nothing: it should say what a result is, whatever else the code might return.',
  green: 'It passes on the failing code, so it does not show the failure.',
  notRed: (outcome: string) => `Its outcome is ${outcome}; it should fail.`,
  otherError: (own: string, inCi: string) => `It fails with ${own}, but CI failed with ${inCi}.`,
  brokenBefore: (phase: string, own: string) => `It breaks in ${phase} with ${own} instead of failing in the test.`,
  elsewhere: (own: string, places: readonly string[]) =>
    `It fails with ${own}, but CI failed at ${places.join(' or ')}.`,
} as const;
