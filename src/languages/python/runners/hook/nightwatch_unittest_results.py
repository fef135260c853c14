"""Listens to what the result object of a run in unittest's style is told."""
import pickle
import re

import nightwatch_failure
import nightwatch_limit
import nightwatch_unittest_ids as ids

# A result may hand a word on to another one that we listen to as well.
_hearing = False


def listen(result, session):
    """On the object and not its class, since what a subclass hands on to its base must count once."""
    if getattr(result, "nightwatch_listens", False):
        return
    result.nightwatch_listens = True
    for name, hear in HEARD.items():
        if hasattr(result, name):
            setattr(result, name, telling(getattr(result, name), hear, session))


def telling(told, hear, session):
    def tell(test, *args, **kwargs):
        global _hearing
        if _hearing:
            return told(test, *args, **kwargs)
        _hearing = True
        try:
            hear(session, test, *args)
            if session.is_in_worker():
                args = [portable(test, each) for each in args]
            return told(test, *args, **kwargs)
        finally:
            _hearing = False

    return tell


def on_start(session, test):
    session.report.started(ids.test_id(test))


def on_success(session, test, *_):
    session.told(ids.test_id(test), "passed")


def on_failure(session, test, error=None, *_):
    test_id = ids.test_id(test)
    failure = failure_of(test, error)
    fixture = ids.fixture_of(test)
    if fixture is not None:
        session.told(test_id, "error", "setup" if fixture.startswith("setUp") else "teardown", failure)
    elif ids.is_file(test_id):
        session.told(test_id, "error", "collection", failure)
    else:
        session.told(test_id, "failed", "call", failure)


def failure_of(test, error):
    return getattr(test, "nightwatch_failure", None) or nightwatch_limit.failure() or described(test, error)


def on_subtest(session, test, _, error, *__):
    if error is not None:
        on_failure(session, test, error)


def on_skip(session, test, *_):
    if ids.fixture_of(test) is None:
        session.told(ids.test_id(test), "skipped")
    else:
        session.skipped.add(ids.test_id(test))


def on_expected_failure(session, test, *_):
    session.told(ids.test_id(test), "xfailed")


def on_unexpected_success(session, test, *todo):
    # trial hands its reason over, and stays green.
    if todo:
        session.told(ids.test_id(test), "xpassed")
    else:
        session.told(ids.test_id(test), "failed", "call", nightwatch_failure.described(None, "Unexpected success"))


HEARD = {
    "startTest": on_start,
    "addSuccess": on_success,
    "addError": on_failure,
    "addFailure": on_failure,
    "addSubTest": on_subtest,
    "addSkip": on_skip,
    "addExpectedFailure": on_expected_failure,
    "addUnexpectedSuccess": on_unexpected_success,
}


def described(test, error):
    """`error` is an exc_info, or a twisted Failure."""
    if error is None:
        return nightwatch_failure.described(None, "no error was given")
    if hasattr(test, "_dt_test"):
        # A line of a docstring or of a text file is on no stack.
        places = re.findall(r'^File "(.+)", line (\d+), in (.+)$', str(error[1]), re.MULTILINE)
        return nightwatch_failure.described_error(error[1], places[:1])
    if isinstance(error, tuple):
        return getattr(error[1], "nightwatch_failure", None) or described_error(error[1], error[2])
    entries = [(path, line, name) for name, path, line, _, _ in error.frames if not is_runner(path)]
    return nightwatch_failure.described_error(error.value, entries)


def described_error(error, traceback):
    return nightwatch_failure.described_error(error, nightwatch_failure.entries_of(traceback))


def is_runner(path):
    return "/twisted/trial/" in path or "/unittest/" in path


def portable(test, error):
    """An exc_info that a worker process can send: a traceback cannot be pickled, but what we say of it can."""
    if not isinstance(error, tuple):
        return error
    try:
        error[1].nightwatch_failure = failure_of(test, error)
        pickle.loads(pickle.dumps(error[:2]))
    except Exception:  # whatever the repository's own exception makes of it
        return error
    return error[0], error[1], None
