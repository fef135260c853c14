"""Meets unittest, and all that build on its classes: Django's runner, trial, nose and nose2, `setup.py test`, doctest's suites.

The outermost suite that a process runs is narrowed, and the result objects that its tests get report to us. What pytest drives
is pytest's; what a test runs within itself stays silent.
"""
import functools
import sys

import nightwatch_limit
import nightwatch_settings as settings
import nightwatch_unittest_session as sessions
from nightwatch_unittest_results import described_error

if settings.coverage is not None:
    import nightwatch_loading


def attach(unittest):
    if settings.coverage is not None:
        nightwatch_loading.watch()
    case, suite, loader = unittest.case, unittest.suite, unittest.loader
    case.TestCase.__call__ = with_report(case.TestCase.__call__)
    suite.BaseTestSuite.__call__ = with_selection(suite.BaseTestSuite.__call__)
    suite.TestSuite.run = with_selection(suite.TestSuite.run)
    for fixture in ("_handleClassSetUp", "_handleModuleFixture", "_tearDownPreviousClass", "_handleModuleTearDown"):
        setattr(suite.TestSuite, fixture, with_limit(getattr(suite.TestSuite, fixture)))
    loader.TestLoader._find_test_path = with_import_limit(loader.TestLoader._find_test_path)
    loader._make_failed_import_test = with_cause(loader._make_failed_import_test)
    if settings.tests is not None or settings.lists_only:
        # From 3.12 on a run without tests is red. Without the selection this one had tests.
        sys.modules["unittest.main"]._NO_TESTS_EXITCODE = 0


def attach_to_django(testcases):
    """Its test cases set the database up around the call that unittest knows."""
    testcases.SimpleTestCase.__call__ = with_report(testcases.SimpleTestCase.__call__)


def attach_to_trial(asynctest):
    """It has a call of its own too. And its event loop catches what a signal raises in it, but trial has a limit itself."""
    asynctest.TestCase.__call__ = with_report(asynctest.TestCase.__call__)
    get_timeout = asynctest.TestCase.getTimeout

    @functools.wraps(get_timeout)
    def limited(self):
        window = nightwatch_limit.Window.current
        return get_timeout(self) if window is None else min(get_timeout(self), 0.9 * window.seconds)

    asynctest.TestCase.getTimeout = limited


def attach_to_nose2(loader):
    loader.PluggableTestLoader.failedImport = with_cause(loader.PluggableTestLoader.failedImport)


class FixtureTimeout(Exception):
    """Around what sets a class or module up, unittest catches no more than an Exception."""

    __module__ = "builtins"


FixtureTimeout.__name__ = FixtureTimeout.__qualname__ = "Timeout"


def with_report(call):
    @functools.wraps(call)
    def reported(self, *args, **kwargs):
        result = args[0] if args else kwargs.get("result")
        if result is None or not sessions.is_ours():
            return call(self, *args, **kwargs)
        return sessions.run_test(self, result, lambda: call(self, *args, **kwargs))

    return reported


def with_selection(run):
    @functools.wraps(run)
    def selected(self, result, *args, **kwargs):
        if sessions.is_in_suite or not sessions.is_ours():
            return run(self, result, *args, **kwargs)
        with sessions.outermost(self, result):
            return run(self, result, *args, **kwargs)

    return selected


def with_limit(fixture):
    @functools.wraps(fixture)
    def limited(self, *args):
        if not sessions.is_ours():
            return fixture(self, *args)
        if settings.lists_only:
            return None
        with sessions.traced(), nightwatch_limit.window(FixtureTimeout):
            return fixture(self, *args)

    return limited


def with_import_limit(load):
    @functools.wraps(load)
    def limited(*args, **kwargs):
        if not sessions.is_ours():
            return load(*args, **kwargs)
        with nightwatch_limit.window():
            return load(*args, **kwargs)

    return limited


def with_cause(make):
    """unittest keeps no more of an import error than its text."""

    @functools.wraps(make)
    def caused(*args):
        made = make(*args)
        error = sys.exc_info()[1]
        for test in made[0] if isinstance(made, tuple) else made:
            if error is not None:
                test.nightwatch_failure = nightwatch_limit.failure() or described_error(error, error.__traceback__)
        return made

    return caused
