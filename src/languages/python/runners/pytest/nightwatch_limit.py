"""Nightwatch's time limit for each test: what hangs is stopped, and fails with `Timeout` at the line where it hung.

Loaded beside nightwatch_report, in xdist's workers as well. Set-up, call and tear-down of a test and the import of a test
file have the limit each. It rests on SIGALRM: who else uses that gets handler and timer back, and their own alarms.
A hang that no signal reaches (a loop in a C extension, SIGALRM taken away) is left to the limit of the whole command.
"""
import os
import signal
import sys
import threading
import time

import nightwatch_report
import pytest

_seconds = float(os.environ.get("NIGHTWATCH_TEST_SECONDS") or 0)
# Tests that hung so far: where one hangs mostly more do, and each gets a quarter of the time of the one before.
_hangs = 0
_session = None

SHORTEST_SECONDS = 2
# How much slower than the slowest test that ended a test may be before it counts as hanging.
TIMES_SLOWER = 10
# How often it may be swallowed before it is raised at any line.
PATIENCE = 4


class Timeout(pytest.fail.Exception):
    """Passes `except Exception`; and pytest tears down after it as after any failure."""

    __module__ = "builtins"


class Window:
    """The time in which one phase of a test may run."""

    current = None

    def __init__(self, seconds):
        self.seconds = seconds
        self.pid = os.getpid()
        self.rings = 0
        self.failure = None

    def __enter__(self):
        self.outer, Window.current = Window.current, self
        self.started = time.monotonic()
        self.handler = signal.signal(signal.SIGALRM, self.ring)
        self.timer = signal.setitimer(signal.ITIMER_REAL, self.seconds)
        return self

    def __exit__(self, *_):
        Window.current = self.outer
        # A handler that the test put in our place stays, and so does its timer.
        if signal.getsignal(signal.SIGALRM) != self.ring:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self.handler)
        delay, interval = self.timer
        if delay > 0:
            signal.setitimer(signal.ITIMER_REAL, max(delay - self.elapsed(), 0.001), interval)

    def elapsed(self):
        return time.monotonic() - self.started

    def ring(self, signum, frame):
        __tracebackhide__ = True
        if os.getpid() != self.pid or Window.current is not self or self.elapsed() < self.seconds:
            self.hand_on(signum, frame)
            return
        if is_machinery(frame):
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            return
        # `except:` may swallow it, so it comes again; not at once, for what is being torn down.
        self.rings += 1
        signal.setitimer(signal.ITIMER_REAL, max(0.05, 1 / self.rings))
        message = "still running after %g s" % self.seconds
        if self.rings > PATIENCE:
            self.raise_at_next_line(frame)
        if self.failure is None:
            self.failure = nightwatch_report.described("Timeout", message, stack_of(frame))
        raise Timeout(message)

    def raise_at_next_line(self, frame):
        """`while True: try … except: …` swallows all that comes within `try`, but not what its other lines raise."""
        sys.settrace(self.trace)
        while frame is not None and not is_machinery(frame):
            frame.f_trace = self.trace
            frame = frame.f_back

    def trace(self, frame, event, arg):
        __tracebackhide__ = True
        if Window.current is not self or is_machinery(frame):
            return None
        if event == "line":
            raise Timeout(self.failure["message"])
        return self.trace

    def hand_on(self, signum, frame):
        """Somebody else's alarm: a test's own, or one in a child that a test has forked."""
        if callable(self.handler):
            self.handler(signum, frame)
        elif self.handler == signal.SIG_DFL:
            signal.signal(signum, signal.SIG_DFL)
            os.kill(os.getpid(), signum)
        if Window.current is self and signal.getitimer(signal.ITIMER_REAL)[0] == 0:
            signal.setitimer(signal.ITIMER_REAL, max(self.seconds - self.elapsed(), 0.001))


def is_machinery(frame):
    """Raised in pytest's own code, between test and report, it would end pytest."""
    parts = frame.f_code.co_filename.replace(os.sep, "/").split("/")
    return "_pytest" in parts or "pluggy" in parts or frame.f_code.co_filename == __file__


def stack_of(frame):
    """The frames from the test to where it hung."""
    frames = []
    while frame is not None:
        frames.append(nightwatch_report.frame_of(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    frames = [known for known in reversed(frames) if known is not None]
    first = next((index for index, known in enumerate(frames) if known["inRepository"]), 0)
    return frames[first:]


def window_for(item):
    """None where no limit can be kept: another thread than the main one, or a shorter limit of somebody else."""
    if not _seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return None
    enough = min(_seconds, max(SHORTEST_SECONDS, TIMES_SLOWER * nightwatch_report.slowest))
    seconds = min(max(enough, _seconds / 4**_hangs), getattr(item, "nightwatch_seconds", _seconds))
    others = signal.getitimer(signal.ITIMER_REAL)[0]
    foreign = Window.current is None and 0 < others <= seconds
    return None if foreign or signal.getsignal(signal.SIGALRM) is None else Window(seconds)


def limited(item):
    item.nightwatch_window = window = window_for(item)
    if window is None:
        yield
        return
    with window:
        yield


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_setup(item):
    yield from limited(item)


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_call(item):
    yield from limited(item)


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_teardown(item):
    yield from limited(item)


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    if not isinstance(collector, pytest.File):
        yield
        return
    window = window_for(collector)
    if window is None:
        yield
        return
    with window:
        outcome = yield
    told(outcome.get_result(), window)


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_makereport(item):
    outcome = yield
    told(outcome.get_result(), getattr(item, "nightwatch_window", None))


def told(report, window):
    """A test that hung has failed, even if it swallowed our exception and continued."""
    global _hangs
    if window is None or window.failure is None:
        return
    _hangs += 1
    if report.outcome == "passed" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = "Timeout: " + window.failure["message"]
    if report.failed:
        report.nightwatch_failure = window.failure


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_timeout_set_timer(item, settings):
    """pytest-timeout's "thread" method ends pytest and the report with it: we keep its limit in our own way."""
    if _seconds and settings.method == "thread":
        item.nightwatch_seconds = settings.timeout
        return True
    return None


def pytest_sessionstart(session):
    global _session
    _session = _session or session


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Threads that still hang would keep Python from exiting."""
    stuck = [thread for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()]
    if _hangs and stuck and _session is not None and _session.config is config and not hasattr(config, "workerinput"):
        config.get_terminal_writer().flush()
        sys.stdout.flush()
        os._exit(int(_session.exitstatus))
