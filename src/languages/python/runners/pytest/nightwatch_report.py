"""Nightwatch's pytest plugin: writes the outcome of each test to a file outside the work tree, line by line.

Loaded by PYTHONPATH and PYTEST_ADDOPTS, so that `pytest`, `python -m pytest` and `make test` all report. It prints
nothing and changes nothing. Each session's closing line carries an HMAC over its lines, keyed by a nonce that is taken
out of the environment before any test is imported: a report that was cut short, or written to by a test, is void.
Works with pytest 5 to 9 on Python 3.8 and later. Under xdist the workers describe failures and only the controller writes.
"""
import hashlib
import hmac
import json
import os
import re

import pytest

MESSAGE_CHARACTERS = 2000
FRAMES_KEPT = 60

# Taken away at once: a pytest that a test starts in a child process inherits nothing of it, and stays silent.
_path = os.environ.pop("NIGHTWATCH_REPORT", None)
_nonce = os.environ.pop("NIGHTWATCH_NONCE", None)
# The work tree, by the name that every job on GitHub knows it by.
_root = os.path.realpath(os.environ.get("GITHUB_WORKSPACE") or os.getcwd())
_report = None
# Seconds of the slowest phase of a test that ended by itself.
slowest = 0.0


class Report:
    """One pytest session's lines in the report file, which several sessions of one command may share."""

    def __init__(self, rootdir):
        self.pid = os.getpid()
        self.session_id = os.urandom(8).hex()
        self.rootdir = os.path.realpath(str(rootdir))
        self.file = os.open(_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.seal = hmac.new(_nonce.encode(), digestmod=hashlib.sha256)
        self.session = None
        self.write({"kind": "begin"})

    def write(self, fields):
        # A test may fork; the child's copy of this object must not write.
        if os.getpid() != self.pid:
            return
        fields["session"] = self.session_id
        line = json.dumps(fields).encode()
        self.seal.update(line)
        os.write(self.file, line + b"\n")

    def close(self, status):
        self.write({"kind": "end", "status": int(status), "slowest": slowest, "seal": self.seal.hexdigest()})

    def test_id(self, node_id):
        """Node ids are relative to pytest's rootdir; ours to the work tree."""
        file, separator, rest = node_id.partition("::")
        return os.path.relpath(os.path.join(self.rootdir, file), _root).replace(os.sep, "/") + separator + rest


def pytest_sessionstart(session):
    global _report
    if _path and _nonce and _report is None:
        _report = Report(getattr(session.config, "rootpath", None) or session.config.rootdir)
        _report.session = session


def pytest_unconfigure():
    # Here and not in pytest_sessionfinish, because plugins may still change the exit status there.
    if _report is not None and _report.session is not None:
        _report.close(_report.session.exitstatus)
        _report.session = None


@pytest.hookimpl(hookwrapper=True)
def pytest_load_initial_conftests(early_config):
    """A conftest.py that cannot be imported ends pytest before there is a session."""
    global _report
    outcome = yield
    error = outcome.excinfo[1] if outcome.excinfo else None
    path = getattr(error, "path", None)
    if not (_path and _nonce and path):
        return
    _report = Report(os.getcwd())
    described = describe(error.__cause__ or error.__context__ or error, [])
    file = repository_path(str(path)) or str(path)
    _report.write({"kind": "result", "id": file, "outcome": "error", "phase": "collection", "failure": described})
    _report.close(4)


def pytest_collection_finish(session):
    if _report is not None and not session.config.option.collectonly:
        _report.write({"kind": "collected", "ids": [_report.test_id(item.nodeid) for item in session.items]})


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report():
    outcome = yield
    report = outcome.get_result()
    call = getattr(report, "call", None)
    if report.failed and call is not None and call.excinfo is not None:
        # pytest wraps import and syntax errors of a file in errors of its own.
        error = call.excinfo.value
        wrapped = type(error).__name__ in ("CollectError", "ConftestImportFailure") and error.__cause__ is not None
        report.nightwatch_failure = describe(error.__cause__ if wrapped else error, [])


def pytest_collectreport(report):
    if _report is not None and report.failed and report.nodeid:
        fields = {"kind": "result", "id": _report.test_id(report.nodeid), "outcome": "error", "phase": "collection"}
        _report.write(dict(fields, failure=failure_of(report)))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(call):
    outcome = yield
    report = outcome.get_result()
    if report.failed and call.excinfo is not None:
        # An attribute of plain values travels from an xdist worker to the controller with the report.
        report.nightwatch_failure = describe(call.excinfo.value, call.excinfo.traceback)


def pytest_runtest_logreport(report):
    global slowest
    outcome = outcome_of(report)
    if getattr(report, "nightwatch_failure", {}).get("errorType") != "Timeout":
        slowest = max(slowest, report.duration)
    if _report is None or outcome is None:
        return
    # xdist reports a crashed worker's test with the phase "???".
    phase = report.when if report.when in ("setup", "call", "teardown") else "call"
    failure = failure_of(report) if outcome in ("failed", "error") else None
    _report.write(
        {"kind": "result", "id": _report.test_id(report.nodeid), "outcome": outcome, "phase": phase, "failure": failure}
    )


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
    described = getattr(report, "nightwatch_failure", None)
    if described is not None:
        return described
    # A strict xfail that passed, or a crashed worker: there is no exception, only words.
    message = str(report.longrepr)[:MESSAGE_CHARACTERS]
    return {"errorType": None, "message": message, "file": None, "line": None, "frames": []}


def describe(error, traceback):
    frames = [frame for frame in frames_of(error, traceback) if frame is not None]
    name, message = type(error).__name__, message_of(error)
    # pytest-timeout's words.
    is_timeout = name == "Failed" and re.match(r"Timeout \(?>", message)
    return described("Timeout" if is_timeout else name, message, frames)


def described(error_type, message, frames):
    own = [frame for frame in frames if frame["inRepository"]]
    if len(frames) > FRAMES_KEPT:
        frames = frames[: FRAMES_KEPT // 2] + frames[-FRAMES_KEPT // 2 :]
    return {
        "errorType": error_type,
        "message": message,
        "file": own[-1]["file"] if own else None,
        "line": own[-1]["line"] if own else None,
        "frames": frames,
    }


def message_of(error):
    try:
        return str(error)[:MESSAGE_CHARACTERS]
    except Exception as broken:  # the repository's own __str__ may be what is broken
        return "its message could not be read: " + type(broken).__name__


def frames_of(error, traceback):
    for entry in traceback:
        yield frame_of(str(entry.path), entry.lineno + 1, entry.name)
    step = None if traceback else error.__traceback__
    while step is not None:
        yield frame_of(step.tb_frame.f_code.co_filename, step.tb_lineno, step.tb_frame.f_code.co_name)
        step = step.tb_next
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        yield frame_of(error.filename, error.lineno, None)


def frame_of(path, line, function):
    """None for the machinery between pytest and the code, which the terminal does not show either."""
    parts = path.replace(os.sep, "/").split("/")
    if "_pytest" in parts or "pluggy" in parts or path.startswith("<frozen importlib") or is_ours(path):
        return None
    own = repository_path(path)
    return {"file": own or path, "line": max(line, 1), "function": function, "inRepository": own is not None}


def is_ours(path):
    return os.path.dirname(path) == os.path.dirname(__file__)


def repository_path(path):
    """The path relative to the work tree; None outside it, and in a virtual environment inside it."""
    relative = os.path.relpath(os.path.realpath(path), _root).replace(os.sep, "/")
    parts = relative.split("/")
    outside = parts[0] == ".." or "site-packages" in parts or "dist-packages" in parts or path.startswith("<")
    return None if outside else relative
