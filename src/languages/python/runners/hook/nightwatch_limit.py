"""The time limit of each test: what hangs is stopped, and fails with `Timeout` at the line where it hung.

It rests on SIGALRM: who else uses that gets handler and timer back, and their own alarms. A hang that no signal reaches (a
loop in a C extension, SIGALRM taken away) is left to the limit of the whole command.
"""
import os
import signal
import sys
import threading
import time

import nightwatch_failure
import nightwatch_report
import nightwatch_settings as settings

SHORTEST_SECONDS = 2
# How much slower than the slowest test that ended a test may be before it counts as hanging.
TIMES_SLOWER = 10
# Where a test may hang as it did before, how much longer it has run from one look at it to the next.
LOOKS_APART = 1.05
# After how many times the known hangs' limit the function is enough.
LATER = 4
# How often it may be swallowed before it is raised at any line.
PATIENCE = 4

# Tests that hung so far.
hangs = 0
# Those of them that were not known to hang: where one hangs mostly more do, and each gets a quarter of the time of the one before.
surprises = 0


class Timeout(BaseException):
    """Passes `except Exception`."""

    __module__ = "builtins"


class Window:
    """The time in which a test, or one phase of it, may run."""

    current = None

    def __init__(self, seconds, error, places=()):
        self.seconds = seconds
        self.error = error
        # Where this test has hung for its whole limit before.
        self.places = places
        # When we look next, in seconds after the start: an alarm before that is somebody else's.
        self.due = min(seconds, settings.hangs["seconds"]) if places else seconds
        self.pid = os.getpid()
        self.rings = 0
        self.failure = None

    def __enter__(self):
        self.outer, Window.current = Window.current, self
        self.started = time.monotonic()
        self.handler = signal.signal(signal.SIGALRM, self.ring)
        self.timer = signal.setitimer(signal.ITIMER_REAL, self.due)
        return self

    def __exit__(self, *_):
        global hangs, surprises
        Window.current = self.outer
        hangs += self.failure is not None
        surprises += self.failure is not None and self.due >= self.seconds
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
        if os.getpid() != self.pid or Window.current is not self or self.elapsed() < self.due:
            self.hand_on(signum, frame)
            return
        if is_machinery(frame):
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            return
        if self.failure is None and self.elapsed() < self.seconds and not self.is_where_it_hung(frame):
            self.due = min(self.seconds, self.elapsed() * LOOKS_APART)
            signal.setitimer(signal.ITIMER_REAL, max(self.due - self.elapsed(), 0.001))
            return
        # `except:` may swallow it, so it comes again; not at once, for what is being torn down.
        self.rings += 1
        signal.setitimer(signal.ITIMER_REAL, max(0.05, 1 / self.rings))
        if self.rings > PATIENCE:
            self.raise_at_next_line(frame)
        if self.failure is None:
            message = "still running after %.3g s" % self.due
            self.failure = nightwatch_failure.described("Timeout", message, nightwatch_failure.stack_of(frame))
        raise self.error(self.failure["message"])

    def is_where_it_hung(self, frame):
        """At the same lines of the same calls. Later also: in the same function, called from the same line of the test."""
        stack = nightwatch_failure.described("Timeout", "", nightwatch_failure.stack_of(frame))["frames"]
        here = [[each["file"], each["line"], each["function"]] for each in stack if each["inRepository"]]
        if here in self.places:
            return True
        # A recursion, or a loop of many lines, is hardly ever seen at the same ones twice.
        is_later = self.elapsed() >= LATER * settings.hangs["seconds"]
        return bool(here) and is_later and any(is_alike(here, place) for place in self.places)

    def raise_at_next_line(self, frame):
        """`while True: try … except: …` swallows all that comes within `try`, but not what its other lines raise."""
        sys.settrace(self.trace)
        while frame is not None and not is_machinery(frame):
            frame.f_trace = self.trace
            frame = frame.f_back

    def trace(self, frame, event, arg):
        __tracebackhide__ = True
        # Frames that begin only now are none that hang, and may be those of our own words for the failure.
        if event == "call" or Window.current is not self or is_machinery(frame):
            return None
        if event == "line":
            raise self.error(self.failure["message"])
        return self.trace

    def hand_on(self, signum, frame):
        """Somebody else's alarm: a test's own, or one in a child that a test has forked."""
        if callable(self.handler):
            self.handler(signum, frame)
        elif self.handler == signal.SIG_DFL:
            signal.signal(signum, signal.SIG_DFL)
            os.kill(os.getpid(), signum)
        if Window.current is self and signal.getitimer(signal.ITIMER_REAL)[0] == 0:
            signal.setitimer(signal.ITIMER_REAL, max(self.due - self.elapsed(), 0.001))


def is_alike(here, place):
    """The line of the test and the innermost function."""
    return here[0] == place[0] and here[-1][::2] == place[-1][::2]


def failure():
    """What the hang in the current window was; None when there was none."""
    return Window.current and Window.current.failure


class NoWindow:
    """Where no limit can be kept."""

    seconds = float("inf")
    failure = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


def is_machinery(frame):
    """Raised in the runner's own code, between test and report, it would end the runner."""
    return nightwatch_failure.is_machinery(frame.f_code.co_filename) or "__unittest" in frame.f_globals


def window(error=Timeout, test_id=None, own_seconds=None):
    """`own_seconds` is the test's own limit. No limit in another thread than the main one, or within a shorter one of others."""
    if not settings.seconds or threading.current_thread() is not threading.main_thread():
        return NoWindow()
    longest = settings.seconds
    enough = min(longest, max(SHORTEST_SECONDS, TIMES_SLOWER * nightwatch_report.slowest))
    seconds = min(max(enough, longest / 4**surprises), longest if own_seconds is None else own_seconds)
    others = signal.getitimer(signal.ITIMER_REAL)[0]
    foreign = Window.current is None and 0 < others <= seconds
    if foreign or signal.getsignal(signal.SIGALRM) is None:
        return NoWindow()
    return Window(seconds, error, places_of(test_id))


def places_of(test_id):
    """Where this test hung in an earlier run."""
    return settings.hangs["places"].get(test_id, ()) if settings.hangs else ()


def stuck_threads():
    """They would keep Python from exiting."""
    return [thread for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()]
