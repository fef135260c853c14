"""The plugin that pytest gets first: finds out what this pytest is, and adds the plugins that it needs.

Under xdist the workers describe failures and only the controller writes. A pytest that a test starts gets nothing.
"""
import os

import nightwatch_failure
import nightwatch_report
import nightwatch_settings as settings
import nightwatch_whole_run
import pytest
from nightwatch_pytest_limit import Limiting
from nightwatch_pytest_report import Reporting
from nightwatch_pytest_selection import Selection, narrow


class Arrival:
    @pytest.hookimpl(hookwrapper=True)
    def pytest_load_initial_conftests(self):
        """A conftest.py that cannot be imported ends pytest before there is a session."""
        outcome = yield
        error = outcome.excinfo[1] if outcome.excinfo else None
        path = getattr(error, "path", None)
        if not path or nightwatch_report.is_started_by_a_test():
            return
        report = nightwatch_report.Report()
        failure = nightwatch_failure.described_error(error.__cause__ or error.__context__ or error)
        file = nightwatch_failure.repository_path(str(path)) or str(path)
        report.result(file, "error", "collection", failure)
        report.close(4)

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config):
        is_worker = hasattr(config, "workerinput")
        if is_worker:
            is_ours = nightwatch_report.is_reporting(os.getppid())
        else:
            is_ours = not nightwatch_report.is_started_by_a_test()
        if not is_ours:
            return None
        # What only lists its tests in CI as well has none to report.
        plugins = [Reporting(writes=not is_worker, lists=not config.option.collectonly), Limiting()]
        if settings.lists_only:
            config.option.collectonly = True
        if settings.tests is not None:
            if not narrow(config):
                return 0
            plugins.append(Selection(config))
        if settings.tests is not None or settings.lists_only:
            nightwatch_whole_run.relax(config)
        if settings.coverage is not None:
            from nightwatch_pytest_coverage import Covering

            plugins.append(Covering())
        for plugin in plugins:
            config.pluginmanager.register(plugin, "nightwatch_" + type(plugin).__name__.lower())
        return None
