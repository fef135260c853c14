// Python's rules behind the contract.
import type { Rules } from '../../contract/rules.ts';
import { isAssertion } from './guard/assertion.ts';
import { canary } from './guard/canary.ts';
import { allNonsense, withNonsense } from './guard/nonsense.ts';
import { objections } from './guard/objections.ts';
import { ownValuesBeside } from './guard/own-values.ts';
import { guardPath } from './guard/placement.ts';
import { runnerRule } from './guard/runner.ts';
import { undefinedNames } from './guard/undefined-names.ts';
import { neighbours } from './neighbours/probe.ts';
import { isCommentOnly, statements } from './repair/code.ts';
import { forbidden } from './repair/forbidden.ts';
import { newCapabilities } from './repair/new-capabilities.ts';
import { newFileObjection } from './repair/new-files.ts';
import { reachable } from './repair/reachable.ts';
import { signsOfCheating } from './repair/signs-of-cheating.ts';
import { changedExpectation } from './repair/since-green/changed-expectation.ts';
import { syntaxCheck } from './repair/syntax-check.ts';

export const rules: Rules = {
  guard: {
    path: guardPath,
    objections,
    ownValuesBeside,
    isAssertion,
    runnerRule,
    canary,
    withNonsense,
    allNonsense,
    undefinedNames,
  },
  repair: {
    forbidden,
    newFileObjection,
    signsOfCheating,
    newCapabilities,
    reachable,
    changedExpectation,
    isCommentOnly,
    statements,
    syntaxCheck,
  },
  neighbours,
};
