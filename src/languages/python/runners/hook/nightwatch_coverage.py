"""Records which lines of the repository the failing and the passing tests execute.

A line tracer of Python's own, so that it needs nothing that the repository does not have; it covers each test with its
fixtures. Of what runs outside of them it tells the functions alone. Each process tells its own part.
"""
import json
import os
import sys
import threading

import nightwatch_loading
import nightwatch_settings as settings
from nightwatch_failure import repository_path

_tracers = {}
_wording = {}
# The frame from which on nothing counts.
_muted = None
_running = {}

# How many tests there were, and by file and line how many of them ran it: [failing, passing].
_tests = [0, 0]
_ran = {}


def tracer_for(filename):
    """The tracer of one file's lines; None for a file that is not the repository's."""
    if filename not in _tracers:
        path = repository_path(filename)
        _tracers[filename] = None if path is None else line_tracer(path)
    return _tracers[filename]


def line_tracer(path):
    def on_event(frame, event, _):
        if event == "line":
            _running.setdefault(path, set()).add(frame.f_lineno)
        return on_event

    return on_event


def on_call(frame, _event, _):
    global _muted
    if _muted is not None or frame.f_back is None:
        return None
    if is_wording(frame.f_back.f_code.co_filename):
        _muted = frame
        return until_return
    return tracer_for(frame.f_code.co_filename)


def until_return(frame, event, _):
    global _muted
    if event == "return" and _muted is frame:
        _muted = None
    return until_return


def is_wording(caller):
    """Whether a runner calls only to put a failure into words: the repository's __repr__ is no part of what is tested then."""
    if caller not in _wording:
        parts = caller.replace(os.sep, "/").split("/")
        inside = "_pytest" in parts and ("assertion" in parts or "_io" in parts or "_code" in parts)
        _wording[caller] = inside or parts[-1] in ("reprlib.py", "pprint.py")
    return _wording[caller]


class Traced:
    """A context in which a test, or what sets its class up, runs."""

    def __enter__(self):
        global _muted
        _muted = None
        # A tracer that is there already (pytest-cov) gets its place back.
        self.before = sys.gettrace()
        threading.settrace(on_call)
        sys.settrace(on_call)

    def __exit__(self, *_):
        sys.settrace(self.before)
        threading.settrace(self.before)


def count(failed):
    """Counts the lines of the test that has just run."""
    side = 0 if failed else 1
    _tests[side] += 1
    # A thread that a test left behind may still add to it.
    for path, lines in list(_running.items()):
        ran = _ran.setdefault(path, {})
        for line in list(lines):
            ran.setdefault(line, [0, 0])[side] += 1
    _running.clear()


def tell():
    """Appends what was counted since the last time."""
    if not sum(_tests):
        return
    loaded = nightwatch_loading.first_lines()
    told = json.dumps({"failed": _tests[0], "passed": _tests[1], "files": _ran, "loaded": loaded}) + "\n"
    with open(settings.coverage, "a", encoding="utf-8") as file:
        file.write(told)
    forget()


def forget():
    _tests[:] = [0, 0]
    _ran.clear()


# What was counted before a fork is its parent's to tell.
os.register_at_fork(after_in_child=forget)
