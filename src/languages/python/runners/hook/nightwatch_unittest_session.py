"""What a process tells of its tests in unittest's style. It is one session, which ends when the process does."""
import atexit
import contextlib
import os
import threading
import time

import nightwatch_limit
import nightwatch_report
import nightwatch_selection as selection
import nightwatch_settings as settings
import nightwatch_unittest_ids as ids
import nightwatch_unittest_results as results
from nightwatch_unittest_suites import narrowed

if settings.coverage is not None:
    import nightwatch_coverage

is_in_suite = False
_session = None
_is_below_a_test = None


class Session:
    def __init__(self):
        self.report = nightwatch_report.Report()
        self.collected = []
        self.outcomes = {}
        # Classes and files that were skipped as a whole.
        self.skipped = set()
        self.results = []
        # The id of the test that runs now, and whether it has failed.
        self.running = None
        self.failed = False
        self.interrupted = False

    def is_in_worker(self):
        """Whether this is a process that the runner has forked to run tests in."""
        return os.getpid() != self.report.pid

    def collect(self, tests, result):
        self.collected += tests
        self.report.collected(tests)
        self.results.append(result)

    def told(self, test_id, outcome, phase="call", failure=None):
        self.outcomes[test_id] = outcome
        self.failed = self.failed or failure is not None
        self.report.result(test_id, outcome, phase, failure)

    def close(self):
        if nightwatch_report.active is not self or self.is_in_worker():
            return
        nightwatch_report.active = None
        for test_id in self.collected:
            if test_id not in self.outcomes and any(selection.is_part_of(test_id, scope) for scope in self.skipped):
                self.told(test_id, "skipped")
        self.report.close(self.status())
        if settings.coverage is not None:
            nightwatch_coverage.tell()

    def status(self):
        """pytest's: 0 passed, 1 failed, 2 interrupted, 5 no tests."""
        if self.interrupted:
            return 2
        if any(outcome in ("failed", "error") for outcome in self.outcomes.values()):
            return 1
        if not all(result.wasSuccessful() for result in self.results):
            return 1
        return 0 if self.outcomes else 5


def is_ours():
    """Whether what would run now is ours to report: not within a test, not another runner's, not below a runner."""
    global _is_below_a_test
    if nightwatch_report.active is not _session or (_session is not None and _session.running is not None):
        return False
    if _is_below_a_test is None:
        _is_below_a_test = nightwatch_report.is_started_by_a_test()
    return not _is_below_a_test


def session():
    global _session
    if _session is None:
        _session = nightwatch_report.active = Session()
        atexit.register(_session.close)
        end_with_stuck_threads()
    return _session


def end_with_stuck_threads():
    """A thread that hangs for ever would keep Python from exiting. Its test is red, and so is the runner."""
    shutdown = threading._shutdown

    def shut_down():
        if nightwatch_limit.hangs and nightwatch_limit.stuck_threads():
            _session.close()
            os._exit(1)
        shutdown()

    threading._shutdown = shut_down


@contextlib.contextmanager
def outermost(suite, result):
    """Narrows the suite and tells what it holds; nothing where its files hold no wanted test."""
    global is_in_suite
    tests = narrowed(suite)
    if tests is not None:
        session().collect(tests, result)
        results.listen(result, session())
    is_in_suite = True
    try:
        yield
    except BaseException:
        if _session is not None:
            _session.interrupted = True
        raise
    finally:
        is_in_suite = False


def run_test(test, result, call):
    test_id = ids.test_id(test)
    if not ids.is_chosen(test_id):
        return None
    ours = session()
    if settings.lists_only:
        ours.collect([test_id], result)
        return None
    results.listen(result, ours)
    with running(ours, test_id) as window:
        try:
            return call()
        except nightwatch_limit.Timeout:
            # It came between two lines of unittest's own.
            return None
        finally:
            if window.failure is not None and not ours.failed:
                error = nightwatch_limit.Timeout(window.failure["message"])
                result.addFailure(test, (type(error), error, None))


@contextlib.contextmanager
def running(ours, test_id):
    """While a test runs, with its limit."""
    ours.running, ours.failed = test_id, False
    started = time.monotonic()
    try:
        with traced(), nightwatch_limit.window(test_id=test_id) as window:
            yield window
    finally:
        seconds = time.monotonic() - started
        # trial has ended it by its own limit, which ours has shortened.
        if window.failure is None and ours.failed and seconds > 0.8 * window.seconds:
            nightwatch_limit.hangs += 1
            nightwatch_limit.surprises += 1
        elif window.failure is None:
            nightwatch_report.slowest = max(nightwatch_report.slowest, seconds)
        ours.running = None
        count(ours)


def traced():
    return contextlib.nullcontext() if settings.coverage is None else nightwatch_coverage.Traced()


def count(ours):
    if settings.coverage is None:
        return
    nightwatch_coverage.count(ours.failed)
    # It is killed when there is no more to do.
    if ours.is_in_worker():
        nightwatch_coverage.tell()
