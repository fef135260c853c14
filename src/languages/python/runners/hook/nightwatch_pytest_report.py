"""Reports what pytest collects and the outcome of each test."""
import nightwatch_failure
import nightwatch_report
import pytest


class Reporting:
    def __init__(self, writes, lists):
        self.writes = writes
        self.lists = lists
        self.report = None
        self.rootdir = None
        self.session = None

    # Before xdist starts its workers, which ask whether their parent is reporting.
    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session):
        self.session = nightwatch_report.active = session
        self.rootdir = nightwatch_report.rootdir_of(session.config)
        if self.writes:
            self.report = nightwatch_report.Report()

    def pytest_unconfigure(self, config):
        # Here and not in pytest_sessionfinish, because plugins may still change the exit status there.
        if self.session is None or self.session.config is not config:
            return
        if self.report is not None:
            self.report.close(getattr(self.session, "nightwatch_status", self.session.exitstatus))
        self.report = self.session = nightwatch_report.active = None

    def test_id(self, node_id):
        return nightwatch_report.test_id(self.rootdir, node_id)

    def pytest_collection_finish(self, session):
        if self.report is not None and self.lists:
            self.report.collected([self.test_id(item.nodeid) for item in session.items])

    @pytest.hookimpl(hookwrapper=True)
    def pytest_make_collect_report(self):
        outcome = yield
        report = outcome.get_result()
        call = getattr(report, "call", None)
        if report.failed and call is not None and call.excinfo is not None:
            # pytest wraps import and syntax errors of a file in errors of its own.
            error = call.excinfo.value
            wrapped = type(error).__name__ in ("CollectError", "ConftestImportFailure") and error.__cause__ is not None
            report.nightwatch_failure = nightwatch_failure.described_error(error.__cause__ if wrapped else error)

    def pytest_collectreport(self, report):
        if self.report is not None and report.failed and report.nodeid:
            self.report.result(self.test_id(report.nodeid), "error", "collection", failure_of(report))

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, call):
        outcome = yield
        report = outcome.get_result()
        if report.failed and call.excinfo is not None:
            # An attribute of plain values travels from an xdist worker to the controller with the report.
            report.nightwatch_failure = nightwatch_failure.described_error(call.excinfo.value, entries_of(call.excinfo))

    def pytest_runtest_logstart(self, nodeid):
        if self.report is not None:
            self.report.started(self.test_id(nodeid))

    def pytest_runtest_logreport(self, report):
        if getattr(report, "nightwatch_failure", {}).get("errorType") != "Timeout":
            nightwatch_report.slowest = max(nightwatch_report.slowest, report.duration)
        outcome = outcome_of(report)
        if self.report is None or outcome is None:
            return
        phase = report.when if report.when in ("setup", "call", "teardown") else "call"
        failure = failure_of(report) if outcome in ("failed", "error") else None
        self.report.result(self.test_id(report.nodeid), outcome, phase, failure)


def entries_of(excinfo):
    # The mark by which unittest, and so the terminal, leaves out unittest's own frames.
    shown = [entry for entry in excinfo.traceback if "__unittest" not in entry.frame.f_globals]
    return [(str(entry.path), entry.lineno + 1, entry.name) for entry in shown]


def outcome_of(report):
    """The test's outcome according to this phase's report; None if it is not decided yet."""
    # A subtest (pytest 9, pytest-subtests) counts for its test only when it fails.
    is_subtest = getattr(report, "context", None) is not None
    if report.outcome == "failed":
        return "error" if report.when in ("setup", "teardown") else "failed"
    if is_subtest or report.outcome not in ("passed", "skipped"):
        return None
    expected_to_fail = hasattr(report, "wasxfail")
    if report.outcome == "skipped":
        return "xfailed" if expected_to_fail else "skipped"
    if report.when != "call":
        return None
    return "xpassed" if expected_to_fail else "passed"


def failure_of(report):
    # A strict xfail that passed, or a crashed worker: there is no exception, only words.
    error_type = "Crash" if is_crash(report) else None
    return getattr(report, "nightwatch_failure", None) or nightwatch_failure.described(error_type, str(report.longrepr))


def is_crash(report):
    """Whether xdist reports the test of a worker that has crashed."""
    return report.when == "???"
