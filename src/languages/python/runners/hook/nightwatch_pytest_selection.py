"""Of what pytest's command collects, runs only the wanted tests. What holds none of them is not even imported."""
import fnmatch
import importlib.util
import os

import nightwatch_report
import nightwatch_selection as selection
import nightwatch_settings as settings
import pytest


class Selection:
    def __init__(self, config):
        self.rootdir = nightwatch_report.rootdir_of(config)

    if hasattr(pytest, "version_tuple"):  # 7.0

        @pytest.hookimpl(tryfirst=True)
        def pytest_ignore_collect(self, collection_path):
            return None if selection.leads_to_wanted(str(collection_path)) else True

    else:

        @pytest.hookimpl(tryfirst=True)
        def pytest_ignore_collect(self, path):
            return None if selection.leads_to_wanted(str(path)) else True

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        # Behind all others, for some change the ids.
        yield
        items[:] = [item for item in items if selection.is_wanted(nightwatch_report.test_id(self.rootdir, item.nodeid))]

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session):
        yield
        # Without the selection this call had tests, and the next command of the script ran. The report has the true status.
        if session.exitstatus == 5:
            session.nightwatch_status = session.exitstatus
            session.exitstatus = 0


def narrow(config):
    """Takes away the arguments that lead to no wanted test. False when none remains."""
    given = config.args
    config.args = [argument for argument in given if leads_to_wanted(config, argument)] + beside(config, given)
    return bool(config.args)


def beside(config, given):
    """New files that this call would not collect, beside those that it does: a regression test of this call.

    No argument names or holds them; or one does, but the repository's name for test files (`python_files`) is another.
    """
    named = {os.path.realpath(os.path.join(directory_of(config), argument.partition("::")[0])) for argument in given}
    folders = {os.path.dirname(path) for path in named if os.path.isfile(path)}
    new = [os.path.realpath(os.path.join(settings.root, file)) for file in selection.new_files()]
    return [path for path in new if is_left_out(config, path, named, folders)]


def is_left_out(config, path, named, folders):
    if any((path + os.sep).startswith(one + os.sep) for one in named):
        return path not in named and not any(matches(path, pattern) for pattern in config.getini("python_files"))
    return os.path.dirname(path) in folders


def matches(path, pattern):
    """As pytest does it: a pattern without a slash is one of names."""
    return fnmatch.fnmatch(path, "*/" + pattern) if "/" in pattern else fnmatch.fnmatch(os.path.basename(path), pattern)


def leads_to_wanted(config, argument):
    name, _, rest = argument.partition("::")
    path = (config.option.pyargs and path_of(name)) or os.path.join(directory_of(config), name)
    if not rest:
        return selection.leads_to_wanted(path)
    ours = ["::".join((file, rest)) for file in selection.relative(path)]
    return any(selection.is_wanted(test_id) or selection.holds_wanted(test_id) for test_id in ours)


def directory_of(config):
    return str(config.invocation_params.dir if hasattr(config, "invocation_params") else config.invocation_dir)


def path_of(module):
    """A module's file, or a package's folder; None when it is neither."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, AttributeError, ValueError):
        return None
    folders = spec and spec.submodule_search_locations
    return next(iter(folders), None) if folders else spec and spec.origin
