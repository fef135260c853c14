"""Records the lines that pytest's tests execute."""
import nightwatch_coverage
import pytest


class Covering:
    def __init__(self):
        self.failed = False

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self):
        self.failed = False
        with nightwatch_coverage.Traced():
            yield
        nightwatch_coverage.count(self.failed)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self):
        outcome = yield
        self.failed = self.failed or outcome.get_result().failed

    def pytest_sessionfinish(self):
        nightwatch_coverage.tell()
