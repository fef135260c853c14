"""Limits the time of pytest's tests: set-up, call and tear-down and the import of a test file have the limit each."""
import os
import sys

import nightwatch_limit
import nightwatch_report
import nightwatch_settings as settings
import pytest


class Timeout(pytest.fail.Exception):
    """Passes `except Exception`; and pytest tears down after it as after any failure."""

    __module__ = "builtins"


class Limiting:
    """Set-up, call and tear-down of a test and the import of a test file have the limit each."""

    def __init__(self):
        self.session = None

    def pytest_sessionstart(self, session):
        self.session = session

    def limited(self, item):
        own_seconds = getattr(item, "nightwatch_seconds", None)
        item.nightwatch_window = nightwatch_limit.window(Timeout, known_id(item), own_seconds)
        with item.nightwatch_window:
            yield

    @pytest.hookimpl(hookwrapper=True, trylast=True)
    def pytest_runtest_setup(self, item):
        yield from self.limited(item)

    @pytest.hookimpl(hookwrapper=True, trylast=True)
    def pytest_runtest_call(self, item):
        yield from self.limited(item)

    @pytest.hookimpl(hookwrapper=True, trylast=True)
    def pytest_runtest_teardown(self, item):
        yield from self.limited(item)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector):
        if not isinstance(collector, pytest.File):
            yield
            return
        with nightwatch_limit.window(Timeout, known_id(collector)) as window:
            outcome = yield
        told(outcome.get_result(), window)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item):
        outcome = yield
        told(outcome.get_result(), getattr(item, "nightwatch_window", None))

    @pytest.hookimpl(optionalhook=True, tryfirst=True)
    def pytest_timeout_set_timer(self, item, settings):
        """pytest-timeout's "thread" method ends pytest and the report with it: we keep its limit in our own way. So we do for a known hang."""
        if settings.method == "thread" or nightwatch_limit.places_of(known_id(item)):
            item.nightwatch_seconds = settings.timeout
            return True
        return None

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self, config):
        is_controller = self.session is not None and not hasattr(config, "workerinput")
        if is_controller and nightwatch_limit.hangs and nightwatch_limit.stuck_threads():
            config.get_terminal_writer().flush()
            sys.stdout.flush()
            os._exit(int(self.session.exitstatus))


def known_id(node):
    """The test's id, as long as hangs are known: it costs more than a short test does."""
    if settings.hangs is None:
        return None
    return nightwatch_report.test_id(nightwatch_report.rootdir_of(node.config), node.nodeid)


def told(report, window):
    """A test that hung has failed, even if it swallowed our exception and continued."""
    if window is None or window.failure is None:
        return
    if report.outcome == "passed" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = "Timeout: " + window.failure["message"]
    if report.failed:
        report.nightwatch_failure = window.failure
